"""Bad and tired input: what was typed stays, the page says the fix, and one deed is stored once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Seat
from tests.browser.hands import chosen, entry, happened, kept, key, save_vitals, signed, type_vitals
from tests.browser.house import House
from tests.browser.watch import watch_of

FIX_BY_TYPED = (
    ({"sbp_mmhg": "abc", "dbp_mmhg": "80"}, "“abc” is not a number"),
    ({"sbp_mmhg": "12", "dbp_mmhg": "8"}, "Check for a slip of the finger"),
    ({"sbp_mmhg": "120", "dbp_mmhg": "140"}, "This must be lower than the other number"),
    ({"sbp_mmhg": "120", "dbp_mmhg": ""}, "These belong together"),
    ({"sbp_mmhg": "1,2", "dbp_mmhg": "80"}, "whole number"),
    ({"sbp_mmhg": "120", "dbp_mmhg": "80", "occurred": "23:58"}, "Type the time at which it happened"),
    ({"sbp_mmhg": "120", "dbp_mmhg": "80", "occurred": "noon"}, "Type the time as 14:05"),
)


def test_numbers_that_cannot_be_are_sent_back_with_the_fix_and_stay_typed(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    lines = happened(page).count()
    for typed, fix in FIX_BY_TYPED:
        page.locator("#vitals-form [name=occurred]").fill("")
        type_vitals(page, **typed)
        save_vitals(page)
        expect(page.locator("#vitals-form .field__error").filter(has_text=fix).first).to_be_visible()
        for name, value in typed.items():
            expect(page.locator(f"#vitals-form [name={name}]")).to_have_value(value)
    assert happened(page).count() == lines


def test_a_decimal_comma_is_read_as_a_number(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    page.goto(f"{house.drip('tired')}enter/vitals/")
    page.get_by_label("Temperature").fill("36,7")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(happened(page, "36.7").first).to_be_visible()


def test_what_is_being_typed_outlives_a_refresh_and_a_reload(seat: Seat, house: House) -> None:
    page, other = seat("nurse", house.drip("tired")), seat("second", house.drip("tired"))
    type_vitals(page, "131/84", hr_per_min="7")
    key(other, "headache").click()
    expect(happened(page, "Headache").first).to_be_visible()
    for name, value in (("sbp_mmhg", "131"), ("dbp_mmhg", "84"), ("hr_per_min", "7")):
        expect(page.locator(f"#vitals-form [name={name}]")).to_have_value(value)
    page.reload()
    expect(page.locator("#vitals-form [name=sbp_mmhg]")).to_have_value("131")
    expect(page.get_by_text("Brought back what you had typed.")).to_be_visible()


def test_a_link_is_not_replaced_under_a_finger(seat: Seat, house: House) -> None:
    """A refresh between touch and release would lose the tap."""
    page, other = seat("nurse", house.drip("tired")), seat("second", house.drip("tired"))
    link = page.locator("#next a, #due-card a").first
    link.hover()
    page.mouse.down()
    link.evaluate("element => { element.dataset.touched = '1' }")
    key(other, "dizziness").click()
    expect(happened(other, "Dizziness").first).to_be_visible()
    page.wait_for_timeout(1_000)  # a refresh, had it not waited, would have come by now
    assert page.locator("[data-touched]").count() == 1
    page.mouse.up()
    expect(page).not_to_have_url(re.compile(re.escape(house.drip("tired")) + "$"))


def test_a_wrong_pin_says_how_many_tries_are_left_and_keeps_what_was_typed(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    page.goto(f"{house.drip('tired')}enter/wasted/")
    page.get_by_label("Volume thrown away").fill("0.3")
    chosen(page, "Container", "Vial")
    signed(page, "director", pin="0001")
    expect(page.locator(".errors, .field__error").filter(has_text=re.compile("4")).first).to_be_visible()
    expect(page.get_by_label("Volume thrown away")).to_have_value("0.3")
    expect(page.get_by_label("PIN")).to_have_value("")
    signed(page, "director")
    expect(happened(page, re.compile("[Ww]aste")).first).to_be_visible()


def test_two_quick_taps_are_one_event(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    before = happened(page, "Anxiety").count()
    key(page, "anxiety").dblclick()
    expect(happened(page, "Anxiety")).to_have_count(before + 1)
    page.wait_for_timeout(800)  # the second tap, had it counted, would have been stored by now
    expect(happened(page, "Anxiety")).to_have_count(before + 1)


def test_an_answer_that_was_lost_is_asked_for_again_and_stored_once(seat: Seat, house: House) -> None:
    """The server stored the tap and the tablet never heard: it is kept, and sent again by itself under the same id."""
    page = seat("nurse", house.drip("tired"))
    with watch_of(page).server_gone():
        page.route("**/live/", lambda route: route.abort())
        page.route("**/tap/", _answer_lost, times=1)
        key(page, "double_vision").click()
        page.route("**/tap/", lambda route: route.abort())  # so that it is kept for as long as it is looked for
        expect(kept(page, "Double vision")).to_have_count(1)
        page.unroute("**/tap/")
        page.unroute("**/live/")
        expect(kept(page, "Double vision")).to_have_count(0)
        key(page, "vomiting").click()
        expect(key(page, "double_vision")).to_have_attribute("aria-pressed", "true")
        expect(happened(page, "Double vision")).to_have_count(1)


def test_a_tap_whose_answer_was_lost_is_found_among_what_happened(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    with watch_of(page).server_gone():
        page.route("**/tap/", _answer_lost, times=1)
        key(page, "disorientation").click()
        expect(key(page, "disorientation")).to_have_attribute("aria-pressed", "true")
        expect(kept(page)).to_have_count(0)
        expect(happened(page, "Disorientation")).to_have_count(1)


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_key_of_the_saved_bar_keeps_its_answer_when_the_next_tap_fills_the_bar(
    seat: Seat, house: House, is_answered: bool
) -> None:
    page = seat("nurse", house.drip("tired"))
    held: list[Route] = []
    bar = page.locator("#saved")
    undo = bar.get_by_role("button", name="Undo")
    voided = happened(page, re.compile("Nausea.*voided", re.S))
    before, voided_before = happened(page, "Nausea").count(), voided.count()
    key(page, "nausea").click()
    expect(bar).to_contain_text("Nausea")
    with watch_of(page).server_gone():
        page.route("**/void/", lambda route: held.append(route), times=1)
        undo.click()
        key(page, "dissociation_distress").click()
        expect(bar.locator(".saved")).to_have_count(1)
        expect(bar).not_to_contain_text("Nausea")
        held[0].continue_() if is_answered else held[0].abort()
        expect(bar).to_contain_text("Voided" if is_answered else "Nausea")
    if not is_answered:
        bar.locator(".saved").filter(has_text="Nausea").get_by_role("button", name="Undo").click()
        expect(bar).to_contain_text("Voided")
    expect(voided).to_have_count(voided_before + 1)
    expect(happened(page, "Nausea")).to_have_count(before + 1)


def _answer_lost(route: Route) -> None:
    route.fetch()
    route.abort()


def test_a_tap_while_the_server_is_gone_is_not_lost(seat: Seat, house: House) -> None:
    page = seat("nurse", house.drip("tired"))
    type_vitals(page, "127/81", hr_per_min="70", spo2_pct="97")
    before = happened(page, "BP 127/81").count()
    with watch_of(page).server_gone():
        house.stop("web")
        try:
            save_vitals(page)
            expect(kept(page, "Systolic (mmHg) 127")).to_have_count(1)
            expect(page.locator("#vitals-form [name=sbp_mmhg]")).to_have_value("")
        finally:
            house.start("web")
        expect(kept(page)).to_have_count(0, timeout=20_000)
        expect(happened(page, "BP 127/81")).to_have_count(before + 1)
    entry(page, "Note")
