"""A case of suicide risk in a browser: from a patient's phone to the board, to who is called, to the signed close."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.asked import asked
from tests.browser.conftest import Phone, Seat
from tests.browser.hands import choose, chosen, signed
from tests.browser.house import House
from tests.browser.looks import look

IGNORED_S = 30 * 60
"""Longer than the policy waits for a screen after an urgent sign, and for the next person of the roster."""
STEPS = ("signs", "alone", "away", "people", "professionals", "surroundings")


def of(house: House, rest: str) -> str:
    """A page of the patient whose drip is over."""
    return f"/harbor/people/{house.ids['patients']['finished']}/{rest}"


def step(page: Page, heading: str) -> None:
    """Waits until the page demands this."""
    expect(page.locator(".case-step h2")).to_have_text(heading)


def test_a_worry_of_staff_comes_to_the_board_by_itself(seat: Seat, house: House) -> None:
    board, page = seat("nurse", "/harbor/cases/"), seat("second", of(house, "concern/"))
    expect(board.locator("#cases")).to_contain_text("No case is open.")
    page.get_by_label("What worries you?").fill("Gave away her dog. Says goodbye to everybody.")
    look(page, "concern")
    page.locator("label.choice", has_text="urgent").click()
    page.get_by_role("button", name="Save the worry").click()
    expect(board.locator("article.case")).to_have_count(1)
    expect(board.locator("#cases-open")).to_contain_text("1")
    look(board, "cases")


def test_item_nine_on_a_phone_is_met_called_for_when_nobody_comes_and_closed_signed(
    seat: Seat, phone: Phone, house: House
) -> None:
    board = seat("nurse", "/harbor/cases/")
    before = board.locator("article.case").count()
    _answered_low_but_for_item_nine(phone(asked(house, "alarm", "phq9")))
    case = board.locator("article.case", has_text="question 9")
    expect(case).to_have_count(1)
    assert board.locator("article.case").count() == before + 1
    case.get_by_role("link", name="Open").click()
    step(board, "Screen the patient now")
    house.stop("clock")
    house.start("clock", later_s=IGNORED_S)
    expect(board.locator("main")).to_contain_text("Late: called")
    look(board, "case-late")
    board.get_by_role("button", name="I take it").click()
    expect(board.locator(".case-owner")).to_contain_text("took it")
    look(board, "case-screen")
    _closed(board)
    board.goto("/harbor/cases/")
    expect(board.locator("#cases")).to_contain_text("1 case closed in the last 30 days")


def _answered_low_but_for_item_nine(page: Page) -> None:
    choose(page, "Open")
    for number in range(2, 10):
        choose(page, "Not at all")
        expect(page.locator("#where")).to_have_text(f"{number} of 10")
    choose(page, "Nearly every day")
    expect(page.get_by_role("alert").get_by_role("link", name="988")).to_be_in_viewport()


def _closed(page: Page) -> None:
    """Screened, acted on, settled and signed; a wrong PIN closes nothing."""
    _screened(page)
    step(page, "Act, and note what you did")
    look(page, "case-act")
    chosen(page, "What was done?", "Somebody stays with the patient")
    page.locator(".case-step [name=note]").fill("Sister stays until the morning.")
    page.get_by_role("button", name="Save what was done").click()
    step(page, "Say where it ends")
    chosen(page, "Where does it end?", "In emergency care")
    page.get_by_role("button", name="Save where it ends").click()
    step(page, "Sign and close")
    look(page, "case-close")
    signed(page, "prescriber", by="Sign and close", pin="0000")
    expect(page.locator("main")).to_contain_text("Not saved")
    signed(page, "prescriber", by="Sign and close")
    step(page, "This case is closed")
    look(page, "case-closed")


def _screened(page: Page) -> None:
    questions = page.locator(".case-step form").first.locator("fieldset")
    for number in (0, 2, 4):
        questions.nth(number).locator("label.choice", has_text="Yes").click()
    for number in (1, 3):
        questions.nth(number).locator("label.choice", has_text="No").click()
    page.get_by_role("button", name="Save the screen").click()


def test_the_roster_and_a_safety_plan_can_be_used_by_everyone(seat: Seat, house: House) -> None:
    page = seat("director", "/harbor/on-call/")
    expect(page.locator("main")).to_contain_text("Nobody is on call now.")
    page.locator("[name=who]").first.select_option(label="Nia Okafor RN")
    page.evaluate(
        """() => { const now = new Date(); const at = (hours) => new Date(now.getTime() + hours * 3600e3)
          .toISOString().slice(0, 16); document.querySelector("[name=from_at]").value = at(-20);
          document.querySelector("[name=until_at]").value = at(100); }"""
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".case-now")).to_contain_text("Nia Okafor RN")
    look(page, "roster")
    page.get_by_role("link", name="Cover for Nia").click()
    look(page, "cover")
    page = seat("nurse", of(house, "safety-plan/new/"))
    look(page, "plan-new")
    for name in STEPS:
        page.locator(f"[name={name}]").fill(f"Her own words about {name}, and a number: +1 555 0142.")
    page.locator("label.choice", has_text="8").click()
    page.locator("[name=kept]").fill("Photo on the phone")
    signed(page, "nurse", by="Sign the plan")
    expect(page.locator("main")).to_contain_text("Plan 1, which holds now")
    look(page, "plans")
