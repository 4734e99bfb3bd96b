"""The record as PDF: the page's own markup and styles, our own font, and not one request to anywhere."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string

from slowdrip.clinic.chart.record import Record
from slowdrip.clinic.chart.record.svg_styles import with_styles

HERE = "https://slowdrip.invalid"
"""Where the sheet pretends to be: a name that no network can resolve."""


class NotOurs(ValueError):
    """Something on the sheet asked for a file that is not one of our static files."""


def pdf_of(record: Record) -> bytes:
    """Gives the PDF of a record."""
    return rendered(render_to_string("chart/record_pdf.html", {"record": record}))


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Gives the answer that shows a PDF; its name says nothing about the patient, and nothing keeps it."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def rendered(markup: str) -> bytes:
    """Gives the PDF of a page that may use our static files and nothing else."""
    # Loaded here: it brings a text engine that no other page needs.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
        """Serves our static files; anything else stops the rendering."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                path = static_file(url)
            except NotOurs as refused:
                raise FatalURLFetchingError(str(refused)) from refused
            return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": content_type(path)})

    # The engine reports every property meant for screens; a missing file is no report but a failure.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = HTML(string=with_styles(markup, static_text), base_url=f"{HERE}/", url_fetcher=OwnFiles())
    try:
        pdf: bytes = page.write_pdf()
    except FatalURLFetchingError as refused:
        raise NotOurs(str(refused)) from refused
    return pdf


def static_text(name: str) -> str:
    """Gives the text of one of our static files."""
    return static_file(f"{HERE}{settings.STATIC_URL}{name}").read_text()


def static_file(url: str) -> Path:
    """Gives the file behind an address of ours; refuses every other address."""
    parts = urlsplit(url)
    name = unquote(parts.path).removeprefix(settings.STATIC_URL)
    if f"{parts.scheme}://{parts.netloc}" != HERE or name == unquote(parts.path) or ".." in Path(name).parts:
        raise NotOurs(url)
    path = Path(finders.find(name) or Path(settings.STATIC_ROOT) / name)
    if not path.is_file():
        raise NotOurs(url)
    return path


def content_type(path: Path) -> str:
    """Gives the type of a static file that a sheet can use."""
    types = {".css": "text/css; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
    return types.get(path.suffix, "application/octet-stream")
