"""(d) From the command to a served page, in an empty home and in a filled one; and from one nurse to the next."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from django.test import Client

from bench.board import signed_in
from bench.clinic import House
from bench.timing import Figure, Took, duration, median_of
from slowdrip.cli.demo.command import free_port
from slowdrip.cli.demo.people import EMPLOYEES
from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE

FIRST_MS, SECOND_MS, SWITCH_MS = 120_000.0, 5_000.0, 3_000.0
GIVEN_UP_S = 300.0
HOST = "127.0.0.1"
# The bare start: the same web server with the same framework, and nothing of ours in it.
BARE = """
import uvicorn, django
from django.conf import settings
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF="bare", SECRET_KEY="bare")
django.setup()
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path
import sys, types
bare = sys.modules["bare"] = types.ModuleType("bare")
bare.urlpatterns = [path("", lambda request: HttpResponse("up"))]
uvicorn.run(get_asgi_application(), port=int(sys.argv[1]), log_level="error")
"""
PINS = {each.name: each.pin for each in EMPLOYEES}


def figures(house: House) -> list[Figure]:
    """Measures one first start, three later ones, and a change of hands with everything that it costs."""
    bare = median_of(lambda: _until_served([sys.executable, "-c", BARE], Path.cwd()), times=3)
    with TemporaryDirectory() as folder:
        first, later = _demo(Path(folder)), [_demo(Path(folder)) for _ in range(3)]
    second = sorted(later, key=lambda took: took.wall_ms)[1]
    return [
        duration(
            "the demo's first start, its clinic made; bare: Django with one page", first, bare=bare, most_ms=FIRST_MS
        ),
        duration("its later starts", second, bare=bare, most_ms=SECOND_MS),
        _switch(house),
    ]


def _demo(home: Path) -> Took:
    command = [sys.executable, "-m", "slowdrip.cli.main", "demo", "--home", str(home), "--port"]
    return _until_served(command, home)


def _until_served(command: list[str], folder: Path) -> Took:
    port = free_port()
    since = time.perf_counter()
    with _running([*command, str(port)], folder):
        _wait_for(port)
        took = (time.perf_counter() - since) * 1000
    return Took(took, 0.0)


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + GIVEN_UP_S
    while time.monotonic() < deadline:
        try:
            urlopen(f"http://{HOST}:{port}/", timeout=30).close()
        except (URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("no page was served")


def _switch(house: House) -> Figure:
    """PIN typed by the next person until the board stands on the screen; the PIN costs what it costs in a clinic."""
    client = signed_in(house.team.nurse.user)
    tablet = enrol(house.team.nurse.acting(), name="Bench", kind="tablet", at=datetime.now(UTC))
    client.cookies[DEVICE_COOKIE] = tablet.token
    client.get(f"/{house.slug}/")
    hands = [house.team.second, house.team.nurse]

    def switch() -> None:
        hands.reverse()
        _take_over(client, house.slug, hands[0])

    bare = median_of(lambda: client.get(f"/{house.slug}/"), times=5)
    took = median_of(switch, times=10)
    return duration("another person's PIN to their board; bare: the board alone", took, bare=bare, most_ms=SWITCH_MS)


def _take_over(client: Client, slug: str, member: Membership) -> None:
    shown = {"member": str(member.pk), "pin": PINS[member.user.name], "next": f"/{slug}/"}
    answer = client.post(f"/{slug}/unlock/", shown, follow=True)
    if answer.status_code != 200 or answer.request["PATH_INFO"] != f"/{slug}/":
        raise RuntimeError(f"the screen did not change hands: {answer.status_code} at {answer.request['PATH_INFO']}")
