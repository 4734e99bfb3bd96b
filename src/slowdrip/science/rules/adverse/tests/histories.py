"""Random stories of an adverse event or a task: usual ones, and ones in any order, twice, and nonsense."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from slowdrip.science.rules.adverse.codes import Action, Outcome, Relation, Result, Seriousness, Symptom, Task
from slowdrip.science.rules.adverse.events import (
    Assessed,
    Closed,
    Entry,
    LookedAgain,
    Opened,
    Payload,
    Raised,
    Reopened,
    Settled,
)

START: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


def payload(rng: Random) -> Payload:
    """Anything that can be told."""
    serious = tuple(rng.sample(tuple(Seriousness), rng.randrange(3)))
    makers = (
        lambda: Opened(symptom=rng.choice(tuple(Symptom)), onset=START),
        lambda: Assessed(severity=rng.randrange(5), relation=rng.choice(tuple(Relation)), seriousness=serious),
        lambda: Assessed(severity=2, relation=Relation.POSSIBLE, actions=(Action.REASSURED,)),
        lambda: LookedAgain(outcome=rng.choice(tuple(Outcome))),
        lambda: Closed(outcome=rng.choice(tuple(Outcome)), offset=START),
        lambda: Reopened(reason="again"),
        lambda: Raised(task=rng.choice(tuple(Task)), codes=(rng.choice(("blood", "symptoms")),), subject="r"),
        lambda: Settled(result=rng.choice(tuple(Result)), note="seen"),
    )
    return rng.choices(makers, (3, 3, 3, 3, 5, 2, 4, 5))[0]()


def story(rng: Random) -> list[Entry]:
    """Up to twelve entries, several of them at one moment, some of them twice."""
    told = [
        Entry(f"{number:02d}", payload(rng), START + timedelta(hours=rng.choice((0, 1, 24, 200))), "nia")
        for number in range(rng.randrange(1, 13))
    ]
    return [*told, *rng.sample(told, rng.randrange(len(told) + 1))]
