"""The flow sheet as PDF: the same facts, our own font, who and which page on every page, and no request to anywhere."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from slowdrip.clinic.chart.record import pdf, svg_styles
from slowdrip.clinic.chart.record.pdf import NotOurs, rendered, static_file
from slowdrip.clinic.chart.tests.drips import Visit
from tests.fixtures import ClientAs

pytestmark = pytest.mark.needs("pdf")


def read(content: bytes, program: str = "pdftotext", *options: str) -> str:
    """What a reader of the file finds in it."""
    done = subprocess.run([program, *options, "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing can be reached."""

    def refuse(*args: object) -> None:
        raise AssertionError("the sheet asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.django_db
@pytest.mark.usefixtures("offline")
def test_the_flow_sheet_holds_the_day_on_numbered_pages(day: Visit, client_as: ClientAs, tmp_path: Path) -> None:
    where = {"clinic": "harbor", "infusion": day.infusion.pk}
    response = client_as(day.cast.auditor).get(reverse("chart:record_pdf", kwargs=where))
    assert response["Content-Type"] == "application/pdf"
    assert "Okafor" not in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"
    pages = read(response.content, "pdftotext", "-layout").split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "MRN K-000417" in page
        assert re.search(rf"page\s+{number}\s+of\s+{len(pages)}\b", page)
    text = re.sub(r"\s+", " ", " ".join(pages))
    for words in (
        "Okafor, Renée", "Ordered", "40 mg", "39.8 mg", "0.2 mg", "-0.2 mg", "184/112", "Dr Paul Reyes",
        "Sam Lindqvist RN", "Nia Okafor RN", "≥ 180/110 urgent", "min since 10:30", "SHA-256",
    ):  # fmt: skip
        assert words in text, words
    assert "DRAFT" not in text
    file = tmp_path / "sheet.pdf"
    file.write_bytes(response.content)
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True).stdout
    names = [line.split()[0] for line in fonts.splitlines()[2:]]
    assert names
    assert all("Inter" in name for name in names), names


@pytest.mark.django_db
@pytest.mark.usefixtures("offline")
def test_a_visit_that_has_not_ended_is_marked_as_draft_on_every_page(prepared: Visit, client_as: ClientAs) -> None:
    where = {"clinic": "harbor", "infusion": prepared.infusion.pk}
    response = client_as(prepared.cast.nurse).get(reverse("chart:record_pdf", kwargs=where))
    pages = read(response.content).split("\f")[:-1]
    assert pages
    assert all("DRAFT" in page for page in pages)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x.css",
        "http://127.0.0.1/static/slowdrip/css/tokens.css",
        "file:///etc/passwd",
        f"{pdf.HERE}/etc/passwd",
        f"{pdf.HERE}/static/../settings.py",
        f"{pdf.HERE}/static/%2e%2e/settings.py",
        f"{pdf.HERE}/static/slowdrip/css/none.css",
        "data:text/css,p{}",
    ],
)
def test_only_our_static_files_are_served(url: str) -> None:
    with pytest.raises(NotOurs):
        static_file(url)
    assert static_file(f"{pdf.HERE}/static/slowdrip/font/inter.woff2").name == "inter.woff2"


@pytest.mark.usefixtures("offline")
def test_a_planted_image_from_elsewhere_stops_the_sheet() -> None:
    with pytest.raises(NotOurs, match=r"example\.org"):
        rendered('<html><body><img src="https://example.org/x.png"></body></html>')


def test_the_print_engine_is_not_loaded_by_other_pages() -> None:
    loads = "import django, sys; django.setup(); import slowdrip.site.urls; sys.exit('weasyprint' in sys.modules)"
    environment = {"DJANGO_SETTINGS_MODULE": "slowdrip.site.settings", "SLOWDRIP_SECRET_KEY": "x"}
    done = subprocess.run([sys.executable, "-c", loads], env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-300:]


def test_charts_carry_their_styles_on_paper_with_every_colour_known() -> None:
    page = svg_styles.with_styles('<p></p><svg class="chart" viewBox="0 0 1 1"></svg>', pdf.static_text)
    assert page.startswith('<p></p><svg class="chart" viewBox="0 0 1 1"><style>')
    assert "var(" not in page
    assert "inherit" not in page
    assert ".chart .dose " in page
