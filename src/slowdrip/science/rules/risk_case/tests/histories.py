"""Random stories of a case: usual ones, and ones where everything comes in any order, twice, and by wrong clocks."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from slowdrip.knowledge.policies import default_policy
from slowdrip.science.rules.risk_case import Disposal, Event, Limits, OwnerWhy, Step, Tier, Urgency, What, limits_of
from slowdrip.science.rules.risk_case.events import (
    Acted,
    Closed,
    Disposed,
    Escalated,
    KnownSigned,
    OwnerNamed,
    Payload,
    PlanMade,
    Reminded,
    Reopened,
    Screened,
    Signalled,
    TextRead,
)

START: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS: Final[Limits] = limits_of(default_policy().risk)
STAFF: Final = ("nia", "paul", "dana")
CODES: Final = ("phq9.item9", "asq.acute", "chart.suicidality_after", "staff.concern", "silence")


def instant(rng: Random) -> datetime:
    """Some moment of two weeks; few of them, so that several things happen at once."""
    return START + timedelta(minutes=rng.choice((0, 5, 10, 15, 60, 240, 1_440, 10_080, 20_000)) + rng.randrange(3))


def payload(rng: Random, texts: list[str]) -> Payload:
    """Anything that can happen."""
    makers = (
        lambda: Signalled(source="answer", code=rng.choice(CODES), urgency=rng.choice(tuple(Urgency)), height=2),
        lambda: Signalled(source="own_words", code="own", urgency=Urgency.REVIEW, own_words=True),
        lambda: Screened(tool=rng.choice(("asq", "asq", "clinician")), tier=rng.choice(tuple(Tier))),
        lambda: OwnerNamed(owner=rng.choice(STAFF), why=rng.choice(tuple(OwnerWhy))),
        lambda: Reminded(deadline=f"screen:{rng.randrange(20)}", step=Step.SOON),
        lambda: Escalated(deadline=f"screen:{rng.randrange(20)}", step=Step.FIRST),
        lambda: Acted(what=rng.choice(tuple(What))),
        lambda: PlanMade(plan="plan"),
        lambda: KnownSigned(known="known", plan="plan", review_by=instant(rng), heights={"phq9.item9": 2}),
        lambda: Disposed(disposal=rng.choice(tuple(Disposal))),
        lambda: Closed(signed_by=rng.choice(("", "dana")), signature=rng.choice(("", "s1"))),
        lambda: Reopened(reason="again"),
        lambda: TextRead(sign=rng.choice(texts or ["none"]), concern=rng.choice((None, Urgency.URGENT))),
    )
    weights = (4, 1, 5, 1, 1, 1, 4, 1, 1, 5, 5, 1, 2)
    return rng.choices(makers, weights)[0]()


def history(rng: Random) -> list[Event]:
    """A story of up to twenty things, by clocks that differ."""
    events: list[Event] = []
    texts: list[str] = []
    for number in range(rng.randrange(1, 20)):
        told, at = payload(rng, texts), instant(rng)
        name = f"e{number:02}"
        if isinstance(told, Signalled) and told.own_words:
            texts.append(name)
        events.append(Event(name, told, at, at + timedelta(minutes=rng.choice((0, 0, 0, -90, 30))), rng.choice(STAFF)))
    return events


def usual(rng: Random) -> list[Event]:
    """A story as it should go, cut at any place: sign, screen, act, at times words, disposition, close, and again."""
    told: list[Payload] = []
    for _round in range(rng.randrange(1, 4)):
        told += [
            Signalled(source="answer", code="phq9.item9", urgency=rng.choice(tuple(Urgency)), height=2),
            Screened(tool=rng.choice(("asq", "clinician")), tier=rng.choice(tuple(Tier))),
            Acted(what=What.CONTACT_REACHED),
        ]
        if rng.random() < 0.3:
            told += [
                Signalled(source="own_words", code="own", urgency=Urgency.REVIEW, own_words=True),
                TextRead(sign=f"u{len(told):02}", concern=rng.choice((None, *Urgency))),
            ]
        told += [
            Disposed(disposal=rng.choice((Disposal.FOLLOW_UP, Disposal.FOLLOW_UP, Disposal.EMERGENCY_CARE))),
            Closed(signed_by="dana", signature="s"),
        ]
    told = told[: rng.randrange(1, len(told) + 1)]
    return [
        Event(
            f"u{number:02}", each, START + timedelta(minutes=7 * number), START + timedelta(minutes=7 * number), "dana"
        )
        for number, each in enumerate(told)
    ]
