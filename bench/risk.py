"""`python -m bench.risk`: how long a yes about self-harm takes from a patient's phone to the case board of the staff.

Real processes: web and clock as an installation runs them. Each patient's phone answers question 9 of the PHQ-9 with 3;
an open board hears of it over the stream and fetches its live part, and only then does a person see it. Beside it
stands the same tap for an answer that says nothing about risk.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from bench.running import HOST, cookie_of, fetched, news, process, status_of, until_up
from slowdrip.cli.demo.command import free_port
from slowdrip.cli.installation import migrate, open_installation

if TYPE_CHECKING:
    from bench.clinic import House  # it needs Django, which is not there yet when this is imported

PATIENTS = int(os.environ.get("BENCH_RISKS", "30"))
MOST_MS = 1000.0
LATEST_S = 20.0
"""After that the case counts as one that never came."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A patient with a link and a PHQ-9 that waits."""

    family: str
    link: str
    ask: str


@dataclass(slots=True)
class Seen:
    """How long each tap took to its answer, and each case to the board, in seconds."""

    quiet_s: list[float] = field(default_factory=list)
    tapped_s: list[float] = field(default_factory=list)
    shown_s: list[float] = field(default_factory=list)
    never: int = 0


def main() -> None:
    """Builds the clinic, lets the patients answer, prints the table."""
    place = open_installation()
    migrate()
    from bench.clinic import open_house, unhurried
    from bench.machine import machine
    from slowdrip.cli.serve import children

    at = datetime.now(UTC)
    with unhurried():
        house = open_house(running=1, at=at)
        phones = [_phone(house, number, at=at) for number in range(PATIENTS)]
    cookie, web = cookie_of(house), free_port()
    with ExitStack() as stack:
        for child in children(HOST, web):
            if child.name in ("web", "clock"):
                stack.enter_context(process(child.name, list(child.command), place))
        until_up(web)
        seen = asyncio.run(_scene(web, cookie, phones))
    print(f"\n## Risk: {PATIENTS} patients, one after the other\n\n{machine(place)}\n{_table(seen)}", end="")


def _phone(house: House, number: int, *, at: datetime) -> Phone:
    from slowdrip.clinic.outcomes.models import Ask
    from slowdrip.clinic.people.models import Patient
    from slowdrip.clinic.portal.links import address_of, make_link
    from slowdrip.clinic.portal.models import ANSWER
    from slowdrip.clinic.record.acting import act

    nurse = house.team.nurse.acting()
    patient = Patient.objects.create(
        clinic_id=nurse.clinic_id,
        mrn=f"R{number:06d}",
        legal_given="Given",
        legal_family=f"Riskfamily{number:04d}",
        birth_date=datetime(1980, 1, 1, tzinfo=UTC).date(),
        sex_for_dosing="female",
    )
    ask = Ask(
        clinic_id=nurse.clinic_id,
        patient=patient,
        key="weekly:bench:1",
        serves=["weekly:bench:1"],
        phase="series",
        point="week",
        scales=["phq9"],
        opens_at=at - timedelta(hours=1),
        closes_at=at + timedelta(days=2),
        told_at=at,
        at=at,
    )
    with act(nurse, at=at) as tx:
        tx.insert(ask)
        tx.wrote("asks.planned", patient, keys=[ask.key])
        link, token = make_link(tx, patient.pk, scopes=[ANSWER], subject_id=ask.pk, lasts=timedelta(days=2))
    return Phone(patient.legal_family, address_of(link, token), str(ask.pk))


async def _scene(port: int, cookie: str, phones: list[Phone]) -> Seen:
    seen, coming = Seen(), await news(port, cookie)
    for phone in phones:
        browser = await _opened(port, phone)
        seen.quiet_s.append(await _tap(port, phone, browser, "q1", "0"))
        while not coming.empty():
            coming.get_nowait()
        began = time.monotonic()
        showing = asyncio.create_task(_shown(port, cookie, coming, phone))
        seen.tapped_s.append(await _tap(port, phone, browser, "q9", "3"))
        if await showing:
            seen.shown_s.append(time.monotonic() - began)
        else:
            seen.never += 1
    return seen


async def _opened(port: int, phone: Phone) -> str:
    """Opens the link as a person does, with its key; gives the cookies of that phone."""
    head, page = await fetched(port, "GET", phone.link, "")
    cookies = _cookies(head)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is not None:
        head, _ = await fetched(port, "POST", phone.link, _joined(cookies), f"csrfmiddlewaretoken={token[1]}")
        cookies |= _cookies(head)
    return _joined(cookies)


async def _tap(port: int, phone: Phone, browser: str, item: str, value: str) -> float:
    path = f"/p/harbor/{phone.ask}/phq9/{item}/"
    head, page = await fetched(port, "GET", path, browser)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError(f"no question to answer: {head.splitlines()[0]}")
    cookies = f"{browser}; {_joined(_cookies(head))}"
    form = f"csrfmiddlewaretoken={token[1]}&tap_id={uuid.uuid4()}&value={value}"
    began = time.monotonic()
    head, _ = await fetched(port, "POST", path, cookies, form)
    if status_of(head) not in (200, 302):
        raise RuntimeError(f"not saved: {head.splitlines()[0]}")
    return time.monotonic() - began


async def _shown(port: int, cookie: str, coming: asyncio.Queue[tuple[str, str]], phone: Phone) -> bool:
    """The board hears of risk and fetches its live part, until this patient stands there."""
    try:
        async with asyncio.timeout(LATEST_S):
            while True:
                topic, _ = await coming.get()
                if topic == "risk":
                    _, board = await fetched(port, "GET", "/harbor/cases/live/", cookie)
                    if phone.family in board:
                        return True
    except TimeoutError:
        return False


def _cookies(head: str) -> dict[str, str]:
    return dict(re.findall(r"(?im)^set-cookie: ([^=]+)=([^;\r\n]*)", head))


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _table(seen: Seen) -> str:
    rows = [
        ("an answer without risk, tap to answer", _spread(seen.quiet_s), ""),
        ("question 9 = 3, tap to answer", _spread(seen.tapped_s), ""),
        (
            f"question 9 = 3, tap to the case board, {len(seen.shown_s)} of {PATIENTS}",
            _spread(seen.shown_s),
            _goal(seen),
        ),
    ]
    return "| what | middle / longest | goal |\n|---|---|---|\n" + "".join(f"| {a} | {b} | {c} |\n" for a, b, c in rows)


def _spread(values: list[float]) -> str:
    return f"{median(values) * 1000:.0f} / {max(values) * 1000:.0f} ms" if values else "nothing"


def _goal(seen: Seen) -> str:
    met = not seen.never and max(seen.shown_s, default=0.0) * 1000 <= MOST_MS
    return f"all, each ≤ {MOST_MS:.0f} ms: {'met' if met else '**missed**'}"


if __name__ == "__main__":
    main()
