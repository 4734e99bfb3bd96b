"""What a bladder screen says when answers may be missing, and whether symptoms persist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SYMPTOMS: Final = ("frequency", "urgency", "nocturia", "dysuria", "haematuria", "pelvic_pain")
BLOOD: Final = "haematuria"


class Verdict(StrEnum):
    """Positive or negative however the open answers turn out, or open."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Screened:
    """What one screen says, and why: `blood`, `symptoms`."""

    verdict: Verdict
    codes: tuple[str, ...] = ()


def judge(answers: Mapping[str, int | None], *, at_least: int) -> Screened:
    """Blood counts alone, else `at_least` symptoms; an answer that is missing can be anything.

    `answers` gives each symptom's value from 0 on, None or nothing where it is not known.
    """
    known = {name: told for name in SYMPTOMS if (told := answers.get(name)) is not None}
    present = sum(1 for value in known.values() if value >= 1)
    why = (("blood", known.get(BLOOD, 0) >= 1), ("symptoms", present >= at_least))
    codes = tuple(code for code, holds in why if holds)
    if codes:
        return Screened(Verdict.POSITIVE, codes)
    missing = len(SYMPTOMS) - len(known)
    settled = BLOOD in known and present + missing < at_least
    return Screened(Verdict.NEGATIVE if settled else Verdict.OPEN)


def persists(newest_first: Iterable[Verdict], *, screens: int) -> bool:
    """Whether the last `screens` screens that said anything were all positive; an open one neither adds nor breaks."""
    told = [one for one in newest_first if one is not Verdict.OPEN]
    return len(told) >= screens and all(one is Verdict.POSITIVE for one in told[:screens])
