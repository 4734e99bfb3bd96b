"""Every page says that it is no pump and no monitor: the clinic's at the top, sign-in and the lock at the foot."""

import pytest
from django.test import Client

from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.policy.actions import adopt_default
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs

ADJUNCT = 'class="adjunct"'
PAGES = ("/harbor/", "/harbor/people/", "/harbor/day/", "/harbor/tasks/", "/harbor/policy/", "/harbor/devices/")


@pytest.fixture
def opened(cast: Cast) -> Cast:
    adopt_default(cast.system, at=DAY)
    return cast


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_clinic_says_so_above_its_content(opened: Cast, client_as: ClientAs, path: str) -> None:
    page = client_as(opened.director).get(path)
    told = page.content.decode()
    assert page.status_code == 200
    assert told.index(ADJUNCT) < told.index("<main")


def test_sign_in_and_the_lock_say_so_at_the_foot(opened: Cast) -> None:
    tablet = Client()
    tablet.cookies[DEVICE_COOKIE] = enrol(opened.director.acting, name="Tablet", kind="tablet", at=DAY).token
    for path in ("/account/login/", "/harbor/locked/"):
        assert ADJUNCT in tablet.get(path).content.decode()
