"""A patient answers on a phone: by thumb, by keyboard, on two devices, with scripts and without; and how it looks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.asked import asked
from tests.browser.conftest import Phone, Seat
from tests.browser.hands import PEOPLE, SETTLES_MS, choose
from tests.browser.house import House
from tests.browser.looks import SIZES, faults_of, look, picture
from tests.browser.watch import watch_of

RESOURCES = "Thank you for telling us"


def well(page: Page, name: str) -> None:
    """A picture at the size of a phone, and nothing cut off, too small, or found by axe."""
    picture(page, f"phone/{name}")
    assert faults_of(page) == [], name


def where(page: Page, text: str) -> None:
    """Waits until the question is there, and listens."""
    expect(page.locator("#where")).to_have_text(text)
    page.wait_for_load_state()


def test_item_nine_on_a_phone_is_met_at_once_and_the_rest_goes_on_elsewhere(phone: Phone, house: House) -> None:
    path = asked(house, "alarm", "phq9", "gad7")
    first = phone(path)
    well(first, "answers-door")
    choose(first, "Open")
    where(first, "1 of 17")
    expect(first.get_by_role("heading", name="Little interest or pleasure")).to_be_visible()
    well(first, "answers-question")
    for number in range(2, 10):
        choose(first, "Not at all")
        where(first, f"{number} of 17")
    expect(first.get_by_role("link", name="988")).to_be_visible()
    expect(first.get_by_text("Nobody watches it all the time")).to_be_visible()
    well(first, "answers-item-nine")
    choose(first, "Nearly every day")
    alert = first.get_by_role("alert").filter(has_text=RESOURCES)
    expect(alert).to_be_visible()
    expect(alert.get_by_role("link", name="988")).to_have_attribute("href", "tel:988")
    expect(alert).to_be_in_viewport()
    well(first, "answers-met")
    first.context.close()
    second = phone(path)
    choose(second, "Open")
    where(second, "10 of 17")
    choose(second, "Not difficult at all")
    for number in range(11, 18):
        where(second, f"{number} of 17")
        choose(second, "Several days")
    expect(second.get_by_role("heading", name="anything your team should know")).to_be_visible()
    well(second, "answers-words")
    second.get_by_label("In your own words").fill("I sleep badly.")
    choose(second, "Finish")
    expect(second.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(second.get_by_role("link", name="988")).to_be_visible()
    well(second, "answers-done")


def test_a_keyboard_alone_is_enough(phone: Phone, house: House) -> None:
    page = phone(asked(house, "paused", "phq9"), viewport=SIZES["tablet"], has_touch=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    where(page, "1 of 10")
    for number in range(1, 10):
        page.wait_for_timeout(SETTLES_MS)
        page.locator(".answers__row").first.focus()
        page.keyboard.press("Enter")
        if number < 9:
            where(page, f"{number + 1} of 10")
            expect(page.locator("[data-question]")).to_be_focused()
    expect(page.get_by_role("heading", name="anything your team should know")).to_be_visible()
    page.go_back()
    where(page, "9 of 9")
    expect(page.locator("[aria-pressed=true]")).to_have_text("Not at all")


def test_mood_and_side_effects_are_two_taps(phone: Phone, house: House) -> None:
    page = phone(asked(house, "finished", "nrs_mood", "side_effects"))
    choose(page, "Open")
    well(page, "answers-mood")
    choose(page, "7")
    expect(page.get_by_text("Tap all that fit")).to_be_visible()
    well(page, "answers-side-effects")
    page.get_by_label("Headache").check()
    picture(page, "phone/answers-side-effects-tapped")
    choose(page, "Save these")
    expect(page.get_by_role("heading", name="anything your team should know")).to_be_visible()


def test_a_finger_that_taps_twice_answers_one_question(phone: Phone, house: House) -> None:
    page = phone(asked(house, "watched", "phq9"))
    choose(page, "Open")
    where(page, "1 of 10")
    page.get_by_role("button", name="Several days", exact=True).dblclick(delay=10)
    where(page, "2 of 10")
    page.wait_for_timeout(2 * SETTLES_MS)
    where(page, "2 of 10")


def test_a_tap_that_does_not_arrive_says_so_and_counts_once_it_does(phone: Phone, house: House) -> None:
    page = phone(asked(house, "recovering", "phq9"))
    choose(page, "Open")
    where(page, "1 of 10")
    with watch_of(page).server_gone():
        page.context.set_offline(True)
        choose(page, "Several days")
        expect(page.get_by_text("That did not reach us")).to_be_visible()
        well(page, "answers-not-saved")
        page.context.set_offline(False)
    choose(page, "Several days")
    where(page, "2 of 10")


def test_all_works_without_scripts_too(phone: Phone, house: House) -> None:
    page = phone(asked(house, "tired", "phq9"), java_script_enabled=False)
    choose(page, "Open")
    for _ in range(8):
        choose(page, "Not at all")
    choose(page, "Nearly every day")
    expect(page.get_by_text(RESOURCES)).to_be_visible()
    page.get_by_role("link", name="Go on with the questions").click()
    choose(page, "Very difficult")
    choose(page, "Finish")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_closed_link_says_whom_to_call(phone: Phone) -> None:
    page = phone("/p/harbor/this-is-a-guess/", opens=False)
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    well(page, "answers-closed")


def test_a_tablet_is_handed_over_and_taken_back(seat: Seat, house: House) -> None:
    patient = house.ids["patients"]["preparing"]
    page = seat("nurse", f"/harbor/people/{patient}/", fresh=True)
    page.get_by_role("link", name="Give the patient this tablet").first.click()
    page.get_by_label("GAD-7", exact=True).check()
    look(page, "hand-out")
    page.get_by_role("button", name="Make this screen the patient's").click()
    where(page, "1 of 7")
    look(page, "tablet-question")
    assert page.evaluate("sessionStorage.getItem('slowdrip:handed')") == "1"
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("MRN")
    page.goto("/harbor/people/")
    expect(page).to_have_url(re.compile("/account/login/"))
    page.goto("/p/harbor/")
    for number in range(1, 8):
        where(page, f"{number} of 7")
        choose(page, "Several days")
    expect(page.get_by_role("heading", name="anything your team should know")).to_be_visible()
    with watch_of(page).server_gone():
        choose(page, "Finish")
        expect(page.get_by_text("Please give the tablet back")).to_be_visible()
        picture(page, "tablet/tablet-ended")
        page.get_by_role("link", name="Staff").click()
    look(page, "tablet-take-back")
    page.get_by_label("Your name").select_option(label=PEOPLE["nurse"].name)
    page.get_by_label("PIN").fill(PEOPLE["nurse"].pin)
    page.get_by_role("button", name="Take it back").click()
    expect(page).to_have_url(re.compile("/account/login/"))


def test_a_staff_page_that_comes_out_of_memory_on_a_patients_tablet_is_asked_for_anew(seat: Seat, house: House) -> None:
    page = seat("nurse", f"/harbor/people/{house.ids['patients']['preparing']}/")
    page.evaluate("sessionStorage.setItem('slowdrip:handed', '1')")
    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("main")).to_contain_text("MRN")
    assert page.evaluate("sessionStorage.getItem('slowdrip:handed')") is None


def test_the_staffs_pages_of_answers_can_be_used_by_everyone(seat: Seat, house: House) -> None:
    patient = house.ids["patients"]["alarm"]
    page = seat("nurse", f"/harbor/people/{patient}/answers/phq9/")
    boxes = page.locator(".enter__box")
    boxes.first.focus()
    page.keyboard.type("2222112001")
    expect(boxes.last).to_have_value("1")
    look(page, "enter-phq9")
    page.get_by_role("button", name="Save", exact=True).click()
    # A phone may have answered in this very minute, and stands above what was typed.
    expect(page.locator(".answered__value", has_text="12").first).to_be_visible()
    look(page, "answers-list")
    page.get_by_role("link", name="Void: PHQ-9").first.click()
    look(page, "answers-void")
    director = seat("director", "/harbor/forms/")
    look(director, "forms-permissions")
