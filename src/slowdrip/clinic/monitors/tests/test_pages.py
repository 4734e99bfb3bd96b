"""The monitor at the chair: paired by hand, its numbers dashed until a tap charts exactly what stood there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.heard import HeardNumber, Unread
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.monitors.tests.speaking import AT, PAIRED_AT, SOON, hear, introduced, message
from tests.drips import House
from tests.fixtures import signed_in

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def nurse(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The nurse's browser, ten minutes into the drip."""
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: AT + SOON)
    return signed_in(Client(), house.cast.nurse.user)


def at(visit: Visit, tail: str = "") -> str:
    return f"/harbor/drips/{visit.infusion.pk}/monitor/{tail}"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(page: str) -> dict[str, list[str]]:
    """What the keys of the panel send: every hidden field of the numbers."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(channel|sample-\w+)" value="([^"]+)" form="monitor-accept"', page):
        found.setdefault(name, []).append(value)
    return found


def charted(visit: Visit) -> int:
    return InfusionEvent.objects.filter(infusion=visit.infusion, kind="vitals", source="monitor").count()


def test_from_unpaired_to_charted_with_three_taps_and_no_guess(house: House, running: Visit, nurse: Client) -> None:
    monitor = introduced(house)
    assert "No monitor is paired" in text(nurse, f"/harbor/drips/{running.infusion.pk}/")
    paired = nurse.post(at(running, "pair/"), {"monitor": str(monitor.pk)}, headers=SCRIPT)
    assert "now measures this patient" in paired.content.decode()
    later = AT + 2 * SOON
    pressure = {"nibp_sys": 128_000, "nibp_dia": 78_000}
    cuff = [HeardNumber(name, value, later, own_time=True) for name, value in pressure.items()]
    hear(house, message(later, numbers=cuff))
    shown = text(nurse, at(running, "numbers/"))
    assert re.search(r"128<span class=\"slash\">/</span>78", shown)
    done = nurse.post(at(running, "accept/"), hidden(shown), headers=SCRIPT)
    assert "Charted from the monitor." in done.content.decode()
    assert charted(running) == 1
    assert Monitor.objects.get().infusion_id == running.infusion.pk


def test_one_channel_has_its_own_key(house: House, running: Visit, nurse: Client) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message())
    fields = {**hidden(text(nurse, at(running, "numbers/"))), "only": "spo2"}
    nurse.post(at(running, "accept/"), fields, headers=SCRIPT)
    row = InfusionEvent.objects.get(infusion=running.infusion, source="monitor", kind="vitals")
    assert row.payload == '{"spo2_pct":97}'


def test_what_is_charted_is_what_stood_on_the_screen_and_not_what_came_after(
    house: House, running: Visit, nurse: Client
) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message())
    fields = {**hidden(text(nurse, at(running, "numbers/"))), "only": "spo2"}
    later = AT + timedelta(seconds=3)
    hear(house, message(later, numbers=[HeardNumber("spo2", 71_000, later)]))
    nurse.post(at(running, "accept/"), fields, headers=SCRIPT)
    row = InfusionEvent.objects.get(infusion=running.infusion, source="monitor", kind="vitals")
    assert row.payload == '{"spo2_pct":97}'


def test_held_numbers_have_no_key_and_say_the_fix(house: House, running: Visit, nurse: Client) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message(patient_ids=("H-9999",)))
    shown = text(nurse, at(running, "numbers/"))
    assert "The monitor names another patient" in shown
    assert hidden(shown) == {}


def test_what_could_not_be_read_is_said(house: House, running: Visit, nurse: Client) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message(unread=[Unread(4, "150456^MDC_PULS_OXIM_SAT_O2^MDC", "sentinel")]))
    assert "MDC_PULS_OXIM_SAT_O2: the monitor sends a sign for “no value”" in text(nurse, at(running, "numbers/"))


@pytest.mark.parametrize("fields", [{}, {"only": "spo2"}, {"channel": "spo2", "sample-spo2": "not-an-id"}])
def test_a_damaged_tap_is_refused_in_words_and_charts_nothing(
    house: House, running: Visit, nurse: Client, fields: dict[str, str]
) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    answer = nurse.post(at(running, "accept/"), fields, headers=SCRIPT)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert charted(running) == 0


def test_without_script_a_refusal_is_said_on_the_chair(house: House, running: Visit, nurse: Client) -> None:
    answer = nurse.post(at(running, "accept/"), {}, follow=True)
    assert "Look at the monitor and tap again." in answer.content.decode()


def test_the_list_names_monitors_and_shows_what_was_turned_away(house: House, running: Visit, nurse: Client) -> None:
    monitor = introduced(house)
    hear(house, message(device="", control_id="", raw=b"x", numbers=(), answer="AR", reason="unsupported_type"))
    nurse.post(f"/harbor/monitors/{monitor.pk}/", {"name": "Monitor 3", "in_use": "yes"})
    shown = text(nurse, "/harbor/monitors/")
    assert 'value="Monitor 3"' in shown
    assert "AR · it is no ORU^R01 message" in shown


def on_the_saved_bar(page: str) -> str:
    """What stands there after the answer: the panel itself is sent anew by the news of what was just done."""
    found = re.search(r'<div id="saved" hx-swap-oob="innerHTML">(.*)</div>', page, re.DOTALL)
    return found.group(1) if found else ""


def test_what_was_done_stands_outside_the_panel_that_its_own_news_replaces(
    house: House, running: Visit, nurse: Client
) -> None:
    monitor = {"monitor": str(introduced(house).pk)}
    for act, words in (("pair/", "now measures this patient"), ("release/", "Released.")):
        page = nurse.post(at(running, act), monitor, headers=SCRIPT).content.decode()
        assert words in on_the_saved_bar(page)
        assert words not in page[: page.index("</section>")]
        assert 'id="saved"' not in text(nurse, at(running))
    refused = nurse.post(at(running, "pair/"), {"monitor": "none"}, headers=SCRIPT)
    assert refused.status_code == 422
    assert 'role="alert"' in on_the_saved_bar(refused.content.decode())
