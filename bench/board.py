"""(b) The board with twelve running chairs: server time of the whole response, templates included."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clinic import House
from bench.timing import Figure, Took, duration, median_of
from slowdrip.clinic.accounts.models import User

MOST_MS = 100.0
TIMES = 30


def figures(house: House) -> list[Figure]:
    """Measures the page, its live part and a chair, beside a page of the same app that shows no patient."""
    nurse = signed_in(house.team.nurse.user)
    path = f"/{house.slug}/pin/"
    bare = took(nurse, path)
    chair = f"/{house.slug}/drips/{house.visits[0].infusion.pk}/"
    pages = {
        f"board, {len(house.visits)} running chairs": f"/{house.slug}/",
        "board, its live part": f"/{house.slug}/board/live/",
        "one chair": chair,
        "one chair, its live part": f"{chair}live/",
    }
    lines = [(f"{what}: {_queries(nurse, page)} queries", took(nurse, page)) for what, page in pages.items()]
    lines[0] = (f"{lines[0][0]}; bare: {path}, {_queries(nurse, path)} queries", lines[0][1])
    return [duration(what, each, bare=bare, most_ms=MOST_MS) for what, each in lines]


def signed_in(user: User) -> Client:
    """Gives a browser in which this person has signed in with both factors."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    session, at = client.session, time.time()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": at},
        {"method": "mfa", "at": at, "type": "totp"},
    ]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()
    return client


def took(client: Client, path: str) -> Took:
    """Gives how long a page takes, the median of many."""
    return median_of(lambda: _get(client, path), times=TIMES)


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


def _queries(client: Client, path: str) -> int:
    _get(client, path)
    with CaptureQueriesContext(connection) as caught:
        _get(client, path)
    return len(caught)
