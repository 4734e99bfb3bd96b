"""A passkey instead of password and code: set up once, and it opens the clinic alone; a stranger's opens nothing."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from slowdrip.cli.demo.people import PASSWORD
from tests.browser.conftest import Seat
from tests.browser.house import House
from tests.browser.looks import IN_HAND, look


def key_in_hand(page: Page) -> None:
    """Gives the browser a device that answers as one with a fingerprint would."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    more = {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **more}})


def test_a_passkey_opens_the_clinic_alone(seat: Seat, house: House) -> None:
    # A passkey belongs to a name, and an address of numbers is none.
    page = seat("nurse", fresh=True, base_url=house.url.replace("127.0.0.1", "localhost"))
    key_in_hand(page)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Tablet of Nia")
    page.get_by_text("Sign in with it alone, without a password").click()
    look(page, "passkey-add", at=IN_HAND)
    page.get_by_role("button", name="Set up", exact=True).click()
    expect(page.get_by_text("Passkey set up.")).to_be_visible()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("Tablet of Nia")).to_be_visible()
    look(page, "passkey-list", at=IN_HAND)
    page.goto("/account/2fa/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/**")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("body[data-actor]")).to_be_visible()
    page.goto("/harbor/")
    expect(page.locator(".topbar__who")).to_contain_text("Nia Okafor")


def test_a_device_without_a_passkey_of_ours_opens_nothing_and_says_so(seat: Seat, house: House) -> None:
    page = seat("nurse", fresh=True, base_url=house.url.replace("127.0.0.1", "localhost"))
    page.context.clear_cookies()
    key_in_hand(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-failed]").first).to_be_visible()
    page.goto("/harbor/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
