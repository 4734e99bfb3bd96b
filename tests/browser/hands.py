"""What hands do on the pages: sign in, tap, fill a form by its labels, sign with a PIN."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from playwright.sync_api import Locator, Page, expect

from slowdrip.cli.demo.people import EMPLOYEES, PASSWORD

CODE_TRIES, CODE_WAIT_MS = 10, 4_000
SETTLES_MS: Final = 450
KEPT = "[data-queued-list] .timeline__item--queued"
PEOPLE: Final = {each.key: each for each in EMPLOYEES}


def sign_in(page: Page, who: str) -> None:
    """Signs a person in with password and the one-time code that the demo shows."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(PEOPLE[who].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("input[name=code]").fill(_fresh_code(page))
    page.locator("main form button").first.click()
    expect(page.locator("body[data-actor]")).to_be_visible()


def _fresh_code(page: Page) -> str:
    """A code is good once; who signs in often has to wait for the next."""
    shown = page.locator('[data-code="demo_code"]')
    expect(page.locator("input[name=code]")).to_be_visible()
    for _ in range(CODE_TRIES):
        found = re.search(r"\d{6}", shown.inner_text()) if shown.count() else None
        if found:
            return found[0]
        page.wait_for_timeout(CODE_WAIT_MS)
        page.reload()
    raise AssertionError("the page showed no fresh code")


def chosen(scope: Page | Locator, group: str, option: str) -> None:
    """Taps one key of a group of large keys."""
    keys = scope.get_by_role("group", name=group, exact=True)
    keys.locator("label.choice", has_text=re.compile(rf"^\s*{_literal(option)}(\s|$)")).first.click()


def _literal(text: str) -> str:
    """Escapes a text for the browser's own regular expressions, which know no escaped space."""
    return re.escape(text).replace("\\ ", " ")


def signed(page: Page, signer: str, *, by: str = "Sign and save", pin: str = "") -> None:
    """Lets somebody choose their name, type their PIN and save."""
    own = PEOPLE[signer]
    page.wait_for_load_state()
    if page.locator("select[name=signer] option").count() > 1:
        page.locator("select[name=signer]").select_option(label=own.name)
    page.locator("input[name=pin]").fill(pin or own.pin)
    page.get_by_role("button", name=by).click()


def mend(page: Page, action: str) -> None:
    """Follows the button of an open gate."""
    page.locator("#next .gates").get_by_role("link", name=action, exact=True).click()


def entry(page: Page, step: str) -> None:
    """Opens the form of one step from the list of all entries."""
    everything = page.locator("#all-entries")
    if everything.count() and not everything.get_attribute("open"):
        everything.locator("summary").click()
    steps = page.get_by_role("navigation", name="Entries of this phase")
    steps.get_by_role("link").filter(has_text=step).click()
    expect(page.get_by_role("heading", name=step)).to_be_visible()


def save(page: Page) -> None:
    """Saves a form and is back at the chair."""
    page.get_by_role("button", name="Save", exact=True).click()
    at_chair(page)


def place(board: Page, chair: str) -> Locator:
    """One chair on the board."""
    number = board.locator(".chair__no", has_text=re.compile(rf"\s{chair}\s*$"))
    return board.locator("article.chair", has=number)


def at_chair(page: Page) -> None:
    """Waits until the chair page is there, and listens."""
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    page.wait_for_load_state()


def happened(page: Page, text: str | re.Pattern[str] = "") -> Locator:
    """The lines of what happened, or those with these words."""
    lines = page.locator("#happened-card .timeline__item")
    return lines.filter(has_text=text) if text else lines


def kept(page: Page, text: str | re.Pattern[str] = "") -> Locator:
    """The lines of what this tablet says it keeps, or those with these words."""
    lines = page.locator(KEPT)
    return lines.filter(has_text=text) if text else lines


def tap(page: Page, name: str | re.Pattern[str], *, exact: bool = True) -> None:
    """Taps one key of the chair page."""
    page.get_by_role("button", name=name, exact=exact).click()


def key(page: Page, code: str) -> Locator:
    """The one-tap key of a symptom or check."""
    return page.locator(f"#tap-{code} button")


def type_vitals(page: Page, bp: str = "", **numbers: str) -> None:
    """Types vital signs into the chair's form without saving."""
    form = page.locator("#vitals-form")
    if bp:
        systolic, _, diastolic = bp.partition("/")
        numbers = {"sbp_mmhg": systolic, "dbp_mmhg": diastolic, **numbers}
    for name, value in numbers.items():
        form.locator(f"[name={name}]").fill(value)


def save_vitals(page: Page) -> None:
    """Saves the vital signs that are typed."""
    page.locator("#vitals-form").get_by_role("button", name="Save vital signs").click()


def vitals(page: Page, bp: str, *, hr: str = "72", spo2: str = "98", rr: str = "14", when: str = "") -> None:
    """Charts a whole set, and sees that it was saved."""
    type_vitals(page, bp, hr_per_min=hr, spo2_pct=spo2, rr_per_min=rr, occurred=when)
    chosen(page.locator("#vitals-form"), "Arm", "Left arm")
    chosen(page.locator("#vitals-form"), "Breathing", "Room air")
    save_vitals(page)
    expect(page.locator("#saved")).to_contain_text("Vital signs saved")
    expect(happened(page, f"BP {bp}").first).to_be_visible()


def today(days: int = 0) -> str:
    """A day as a date field wants it, seen from the clinic's early afternoon."""
    return datetime.fromtimestamp(datetime.now(UTC).timestamp() + 86_400 * days, UTC).date().isoformat()


def choose(page: Page, text: str) -> None:
    """Taps a key of a patient's question, no sooner after it came than a person would."""
    page.wait_for_timeout(SETTLES_MS)
    page.get_by_role("button", name=text, exact=True).click()
