"""Whether an adverse event may be closed, with which outcome, and what takes a prescriber's signature."""

from slowdrip.science.rules.adverse.codes import FINAL, Outcome, Seriousness
from slowdrip.science.rules.adverse.state import State


def takes_back(state: State, seriousness: tuple[Seriousness, ...]) -> bool:
    """Whether a judgement with these reasons takes back a reason for which the event counts as serious."""
    return bool(set(state.seriousness) - set(seriousness))


def not_closable(state: State, outcome: Outcome) -> tuple[str, ...]:
    """Codes of what is in the way of a close with this outcome; () when nothing is."""
    if not state.is_open or state.symptom is None:
        return ("event_not_open",)
    found = []
    if state.severity is None or state.relation is None:
        found.append("event_not_assessed")
    if outcome not in FINAL:
        found.append("outcome_not_final")
    if outcome is Outcome.DIED and Seriousness.DEATH not in state.seriousness:
        found.append("death_not_assessed")
    return tuple(found)
