"""A case in words: the line on the board, and its story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from slowdrip.clinic.outcomes.models import Answer
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.safety import case_words as words
from slowdrip.clinic.safety.models import CaseEvent
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.queries import OpenCase, Told
from slowdrip.clinic.safety.unreadable import read_or_none
from slowdrip.science.rules.risk_case import CaseState, Deadline, Tier, Urgency, kind_of
from slowdrip.science.rules.risk_case import events as happened
from slowdrip.science.rules.risk_case.state import Problem, Sign

CLOSED_LATELY: Final = timedelta(days=30)
COUNTED_DOWN: Final = timedelta(hours=24)
"""A deadline further away is a day and a time, not a stopwatch."""
LOUD: Final = frozenset({Tier.HIGH, Tier.UNDETERMINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that is waited for, in words; `counts` says whether a countdown is of use."""

    words: str
    at: datetime
    late: bool
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One open case on the board."""

    case: OpenCase
    due: Due
    tier: str
    loud: bool
    sign: str
    sign_at: datetime | None
    owner_why: str
    unread: int

    @property
    def patient(self) -> Patient:
        """Gives whose case it is."""
        return self.case.patient

    @property
    def late(self) -> bool:
        """Says whether something is late."""
        return bool(self.case.late)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedLine:
    """One closed case on the board."""

    row: StateRow
    closed_at: datetime
    disposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the story."""

    at: datetime
    by: str
    what: str
    note: str = ""
    wrong: str = ""
    loud: bool = False


def board_lines(found: list[OpenCase], *, at: datetime) -> list[Line]:
    """Gives the open cases for the board: the late ones first, the latest on top, then by the next deadline."""
    lines = [_line(each, at=at) for each in found]
    return sorted(lines, key=lambda line: (not line.late, line.due.at))


def _line(case: OpenCase, *, at: datetime) -> Line:
    state, waits = case.state, (case.late or case.waits_for)[0]
    last = state.signs[-1] if state.signs else None
    return Line(
        case=case,
        due=due_words(waits, late=bool(case.late), at=at),
        tier=words.tier_words(state.tier),
        loud=state.tier in LOUD,
        sign=_sign(last) if last else _("The patient wrote something"),
        sign_at=last.at if last else None,
        owner_why=str(words.OWNER_WHY[state.owner_why]) if state.owner_why else "",
        unread=len(state.unread),
    )


def due_words(deadline: Deadline, *, late: bool, at: datetime) -> Due:
    """Gives what is waited for, and until when."""
    counts = abs(deadline.due_at - at) <= COUNTED_DOWN
    return Due(words=str(words.DUTIES[deadline.duty]), at=deadline.due_at, late=late, counts=counts)


def closed_lately(actor: Acting, *, at: datetime) -> list[ClosedLine]:
    """Gives the cases that were closed in the last 30 days and are closed still, the last one first."""
    closed = CaseEvent.objects.visible_to(actor).filter(kind="closed", occurred_at__gte=at - CLOSED_LATELY)
    rows = StateRow.objects.visible_to(actor).filter(is_open=False, case__in=closed.values("case"))
    lines = [_closed_line(row) for row in rows.select_related("patient")]
    return sorted(lines, key=lambda line: line.closed_at, reverse=True)


def _closed_line(row: StateRow) -> ClosedLine:
    state = read_or_none(row)
    if state is None:
        closed = CaseEvent.objects.filter(case_id=row.case_id, kind="closed").latest("occurred_at")
        return ClosedLine(row=row, closed_at=closed.occurred_at, disposal=_("cannot be read"))
    made = state.disposition
    return ClosedLine(
        row=row,
        closed_at=state.turns[-1].at,
        disposal=str(words.DISPOSALS[made.disposal]) if made else "",
    )


def is_urgent(state: CaseState) -> bool:
    """Says whether the numbers for an emergency belong on top of the page."""
    worst = state.worst_unacted
    if worst is not None and worst.tier in LOUD:
        return True
    return state.tier in LOUD or any(sign.urgency is Urgency.URGENT for sign in state.unscreened)


def _sign(sign: Sign) -> str:
    return words.sign_words(sign.code, source=sign.source, height=sign.height)


def unread_words(actor: Acting, state: CaseState) -> list[tuple[str, datetime, str]]:
    """Gives what the patient wrote and nobody read: the sign's id, when, and the words."""
    subjects = [UUID(each.subject) for each in state.unread if each.subject]
    texts = dict(Answer.objects.visible_to(actor).filter(pk__in=subjects).values_list("pk", "text")) if subjects else {}
    return [(each.id, each.at, texts.get(UUID(each.subject), "") if each.subject else "") for each in state.unread]


def story(
    told: tuple[Told, ...],
    names: Mapping[str, str],
    texts: Mapping[str, str],
    *,
    problems: tuple[Problem, ...],
) -> list[Moment]:
    """Gives everything that happened, the newest first.

    `texts` are the patient's own words by the id of their sign, `problems` what the case did not follow, and why.
    """
    wrong = {each.event: problem_words(each) for each in problems}
    return [_moment(each, names, texts, wrong=wrong.get(each.event.id, "")) for each in reversed(told)]


def problem_words(problem: Problem) -> str:
    """Gives why an entry changed nothing."""
    return f"{words.PROBLEMS[problem.code]} {words.reasons_words(problem.reasons)}".strip()


def _moment(told: Told, names: Mapping[str, str], texts: Mapping[str, str], *, wrong: str) -> Moment:
    payload: Any = told.event.payload
    what, note = STORIES[kind_of(payload)](payload, names)
    note = note or texts.get(told.event.id, "")
    return Moment(at=told.event.occurred_at, by=told.by_name, what=what, note=note, wrong=wrong, loud=_is_loud(payload))


def _is_loud(payload: Any) -> bool:
    if isinstance(payload, happened.Signalled):
        return payload.urgency is Urgency.URGENT
    return isinstance(payload, happened.Escalated) or getattr(payload, "tier", None) in LOUD


def _signalled(payload: happened.Signalled, names: Mapping[str, str]) -> tuple[str, str]:
    if payload.own_words:
        return _("The patient wrote something that somebody has to read"), ""
    told = words.sign_words(payload.code, source=payload.source, height=payload.height)
    return _("Sign: %(sign)s") % {"sign": told}, payload.words


def _screened(payload: happened.Screened, names: Mapping[str, str]) -> tuple[str, str]:
    if payload.tool == "clinician" and payload.tier is Tier.UNDETERMINED:
        return _("Could not be screened: met like high risk"), payload.note
    told = {
        "tool": words.TOOLS.get(payload.tool, payload.tool),
        "outcome": words.OUTCOMES.get(payload.outcome, payload.outcome),
        "tier": words.TIERS[payload.tier],
    }
    return _("Screened, %(tool)s: %(outcome)s. %(tier)s.") % told, payload.note


def _owner(payload: happened.OwnerNamed, names: Mapping[str, str]) -> tuple[str, str]:
    told = {"name": names.get(payload.owner, "–"), "why": words.OWNER_WHY[payload.why]}
    return _("%(name)s answers for it (%(why)s)") % told, ""


def _called(payload: happened.Reminded | happened.Escalated, names: Mapping[str, str]) -> tuple[str, str]:
    who = ", ".join(names.get(each, "–") for each in payload.to) or _("nobody could be called")
    return f"{words.STEPS[payload.step]}: {who}", words.duty_of(payload.deadline)


def _acted(payload: happened.Acted, names: Mapping[str, str]) -> tuple[str, str]:
    return str(words.WHAT[payload.what]), payload.note


def _plan_made(payload: happened.PlanMade, names: Mapping[str, str]) -> tuple[str, str]:
    return _("A safety plan was signed"), ""


def _known(payload: happened.KnownSigned, names: Mapping[str, str]) -> tuple[str, str]:
    told = "; ".join(words.sign_words(code, height=height) for code, height in payload.heights.items())
    return _("Signed as known thoughts, with the safety plan"), told


def _disposed(payload: happened.Disposed, names: Mapping[str, str]) -> tuple[str, str]:
    return _("Where it ends: %(where)s") % {"where": words.DISPOSALS[payload.disposal]}, payload.note


def _closed(payload: happened.Closed, names: Mapping[str, str]) -> tuple[str, str]:
    return _("Closed, signed by %(name)s") % {"name": names.get(payload.signed_by, "–")}, ""


def _reopened(payload: happened.Reopened, names: Mapping[str, str]) -> tuple[str, str]:
    return _("Opened again"), payload.reason


def _read(payload: happened.TextRead, names: Mapping[str, str]) -> tuple[str, str]:
    if payload.concern is None:
        return _("Read what the patient wrote: no sign of risk"), payload.note
    told = {"urgency": words.URGENCIES[payload.concern]}
    return _("Read what the patient wrote: a sign of risk, %(urgency)s") % told, payload.note


STORIES: Final[Mapping[str, Any]] = {
    "signalled": _signalled,
    "screened": _screened,
    "owner_named": _owner,
    "reminded": _called,
    "escalated": _called,
    "acted": _acted,
    "plan_made": _plan_made,
    "known_signed": _known,
    "disposed": _disposed,
    "closed": _closed,
    "reopened": _reopened,
    "text_read": _read,
}
