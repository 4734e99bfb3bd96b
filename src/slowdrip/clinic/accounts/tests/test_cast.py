"""The cast comes in through the front door."""

from tests.cast import Cast
from tests.fixtures import ClientAs


def test_the_cast_can_be_built_and_the_staff_page_opens(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.director).get("/harbor/staff/")
    assert page.status_code == 200
    assert "Nia Okafor RN" in page.content.decode()
