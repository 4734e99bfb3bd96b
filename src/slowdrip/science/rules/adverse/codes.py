"""Codes of adverse events and of tasks that answers give; the words for them live with the pages."""

from enum import IntEnum, StrEnum
from typing import Final


class Symptom(StrEnum):
    """What a patient can notice; names only (facts: instruments, own-authored forms), each in our own words."""

    DIZZINESS = "dizziness"
    NAUSEA = "nausea"
    VOMITING = "vomiting"
    HEADACHE = "headache"
    BLURRED_VISION = "blurred_vision"
    DISSOCIATION = "dissociation"
    ANXIETY = "anxiety"
    SEDATION = "sedation"
    HIGH_BLOOD_PRESSURE = "high_blood_pressure"
    PALPITATIONS = "palpitations"
    ATAXIA = "ataxia"
    DYSURIA = "dysuria"
    OTHER = "other"


class Severity(IntEnum):
    """How strong it is, in plain words; no grade of any published system."""

    NOT_NOTICED = 0
    MILD = 1
    MODERATE = 2
    SEVERE = 3


class Seriousness(StrEnum):
    """Why an event is serious: our own list, `unverified`; a medical director confirms it before use."""

    DEATH = "death"
    LIFE_THREATENING = "life_threatening"
    HOSPITAL = "hospital"
    LASTING_HARM = "lasting_harm"
    OTHER_IMPORTANT = "other_important"


class Relation(StrEnum):
    """How likely the treatment caused it."""

    UNRELATED = "unrelated"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    CERTAIN = "certain"


class Action(StrEnum):
    """What was done about it."""

    NONE = "none"
    REASSURED = "reassured"
    SLOWED_OR_PAUSED = "slowed_or_paused"
    STOPPED = "stopped"
    MEDICINE = "medicine"
    REFERRED = "referred"
    OTHER = "other"


class Outcome(StrEnum):
    """How it stands, or how it ended."""

    NOT_RECOVERED = "not_recovered"
    RECOVERING = "recovering"
    RECOVERED = "recovered"
    LASTING_EFFECTS = "lasting_effects"
    UNKNOWN = "unknown"
    DIED = "died"


FINAL: Final = frozenset({Outcome.RECOVERED, Outcome.LASTING_EFFECTS, Outcome.UNKNOWN, Outcome.DIED})
"""With one of these an event may be closed; the others say that it goes on."""


class Task(StrEnum):
    """What an answer, a result or a drip asks somebody to do."""

    URINE_TEST = "urine_test"
    BLADDER_PERSISTS = "bladder_persists"
    MANIA_SCREEN = "mania_screen"
    PSYCHOSIS_SCREEN = "psychosis_screen"
    SIDE_EFFECT = "side_effect"
    CHAIR_EVENT = "chair_event"


class Result(StrEnum):
    """How a task ended, or what was decided on the way."""

    CLEAN = "clean"
    INFECTION = "infection"
    BLOOD = "blood"
    OTHER = "other"
    DECLINED = "declined"
    GO_ON = "go_on"
    HOLD = "hold"
    NO_MANIA = "no_mania"
    MANIA = "mania"
    NO_PSYCHOSIS = "no_psychosis"
    PSYCHOSIS = "psychosis"
    KEPT = "kept"
    NOTHING_MORE = "nothing_more"


RESULTS: Final = {
    Task.URINE_TEST: (Result.CLEAN, Result.INFECTION, Result.BLOOD, Result.OTHER, Result.DECLINED),
    Task.BLADDER_PERSISTS: (Result.GO_ON, Result.HOLD),
    Task.MANIA_SCREEN: (Result.NO_MANIA, Result.MANIA, Result.OTHER),
    Task.PSYCHOSIS_SCREEN: (Result.NO_PSYCHOSIS, Result.PSYCHOSIS, Result.OTHER),
    Task.SIDE_EFFECT: (Result.KEPT, Result.NOTHING_MORE),
    Task.CHAIR_EVENT: (Result.KEPT, Result.NOTHING_MORE),
}
DECIDED: Final = frozenset({Task.BLADDER_PERSISTS, Task.MANIA_SCREEN, Task.PSYCHOSIS_SCREEN})
"""Tasks that only a prescriber ends."""
WORDS_NEEDED: Final = frozenset(
    {
        Result.INFECTION,
        Result.BLOOD,
        Result.OTHER,
        Result.DECLINED,
        Result.GO_ON,
        Result.HOLD,
        Result.MANIA,
        Result.PSYCHOSIS,
    }
)
"""Results that say nothing without words: what was found, or why."""


def words_needed(task: Task, result: Result) -> bool:
    """Whether this result of this task needs words; what was serious at a drip is not waved through without any."""
    return result in WORDS_NEEDED or (task is Task.CHAIR_EVENT and result is Result.NOTHING_MORE)
