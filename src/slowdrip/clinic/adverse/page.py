"""What stands on the page of one adverse event or task beside its forms."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slowdrip.clinic.adverse.codes_words import (
    ACTIONS,
    CODES,
    OUTCOMES,
    RELATIONS,
    RESULTS,
    SERIOUSNESS,
    SOURCES,
    several,
    severity_words,
)
from slowdrip.clinic.adverse.queries import Standing
from slowdrip.science.rules.adverse import State
from slowdrip.science.rules.adverse.codes import Outcome, Symptom, Task

Fact = tuple[str, str | datetime]


def told_of(standing: Standing) -> list[Fact]:
    """Gives label and value of all that is known; a value that is a time is shown by the page."""
    facts = _event(standing.state) if standing.is_event else _task(standing.state)
    visit = standing.matter.infusion
    if visit is not None:
        facts.append((_("Drip"), f"{visit.number}"))
    return [(label, value) for label, value in facts if value]


def _event(state: State) -> list[Fact]:
    worst = severity_words(state.worst) if state.worst != state.severity else ""
    return [
        (_("Since"), state.onset or ""),
        (_("Over since"), state.offset or ""),
        (_("How strong"), severity_words(state.severity)),
        (_("At its worst"), worst),
        (_("Related"), str(RELATIONS[state.relation]) if state.relation else ""),
        (_("Serious"), several(state.seriousness, SERIOUSNESS) or (_("no") if state.severity is not None else "")),
        (_("What was done"), several(state.actions, ACTIONS)),
        (_("How it stands"), str(OUTCOMES[state.outcome]) if state.outcome else ""),
        (_("Source"), str(SOURCES.get(state.source, state.source))),
    ]


def _task(state: State) -> list[Fact]:
    return [
        (_("Because of"), several(state.codes, CODES)),
        (_("Answers that said so"), str(len(state.answers))),
        (_("What came of it"), str(RESULTS[state.result]) if state.result else ""),
        (_("Referred to"), state.referred_to),
        (_("In their words"), state.note if state.result else ""),
    ]


def first_judgement(state: State) -> dict[str, Any]:
    """Gives what was judged last, so that a later judgement starts from it."""
    if state.severity is None:
        return {}
    return {
        "severity": str(state.severity),
        "relation": state.relation,
        "seriousness": list(state.seriousness),
        "actions": list(state.actions),
    }


def first_end(state: State) -> dict[str, Any]:
    """Gives the end as it was charted at the drip, so that a person has only to say that it is so."""
    return {"outcome": Outcome.RECOVERED, "offset": state.offset} if state.offset is not None else {}


def first_event(standing: Standing) -> dict[str, Any]:
    """Gives what a task knows of the event that somebody may write because of it."""
    state, named = standing.state, [code for code in standing.state.codes if code in tuple(Symptom)]
    first = {"onset": state.opened_at, "own_words": several(state.codes, CODES)}
    if len(named) == len(state.codes) == 1:
        first = {"onset": state.opened_at, "symptom": named[0]}
    elif standing.matter.kind == Task.SIDE_EFFECT:
        first["symptom"] = Symptom.OTHER
    return {**first, "infusion": str(standing.matter.infusion_id or "")}
