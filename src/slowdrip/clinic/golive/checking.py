"""What only the house can say about a line: the rules for patients, the policy's limits, and who is here already."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models.functions import Lower

from slowdrip.clinic.golive.columns import YES
from slowdrip.clinic.golive.judging import Judged, Line, judge
from slowdrip.clinic.golive.problems import Problem, shown
from slowdrip.clinic.golive.totals import totals_of
from slowdrip.clinic.people.actions.contacts import checked_contact
from slowdrip.clinic.people.facts import PatientFacts, checked
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.people.plausibility import Known, outside
from slowdrip.clinic.people.steps import name_letters
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import each
from slowdrip.knowledge.types import Policy

COLUMN_OF: Final = {"legal_given": "given_name", "legal_family": "family_name", "mrn": "reference"}
"""The house's names of a patient's facts, as the table calls them."""
CONTACTS: Final = (("phone", Contact.Kind.PHONE), ("email", Contact.Kind.EMAIL))
MOST_RECENT: Final = 100
"""Of how many patients an answer may be a sign of today in one import: each is told to the whole house."""
RECENT_DAYS: Final = 15
"""A day more than an imported answer counts for: the hour of a day is not known."""
HERE_BY_REFERENCE, HERE_BY_NAME = "reference_here", "person_here"


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole table as it stands against this clinic now; `here` are the patients that lines would be again."""

    judged: Judged
    here: dict[int, UUID]

    @property
    def mark(self) -> str:
        """Gives the mark of what a page showed, so that a confirmation counts for exactly that."""
        good = [one.line for one in self.judged.lines]
        bad = [[one.line, one.column, one.code] for one in self.judged.problems]
        return sha256(canonical({"good": good, "bad": bad}))


def check(actor: Acting, content: bytes, *, today: date) -> Checked:
    """Gives what of a table would be new, and every problem; three queries however long it is."""
    judged = judge(content, today=today)
    policy = policy_in_force(actor).policy
    own = tuple(problem for line in judged.lines for problem in _of_line(line, policy, today))
    here = dict(_here(actor, judged.lines))
    known = tuple(_known(line, *here[line.line]) for line in judged.lines if line.line in here)
    twice, recent = tuple(_twice(judged.lines)), tuple(_too_many_recent(judged.lines, today))
    return Checked(judged.but((*own, *known, *twice, *recent)), {line: found for line, (found, _, _) in here.items()})


def facts_of(line: Line) -> PatientFacts:
    """Gives what the line says about the person, as the house writes it down."""
    return PatientFacts(
        legal_given=line.given_name,
        legal_family=line.family_name,
        birth_date=line.birth_date,
        sex_for_dosing=line.sex_for_dosing,
        mrn=line.reference,
        may_be_pregnant=line.could_be_pregnant == YES,
    )


def _of_line(line: Line, policy: Policy, today: date) -> Iterator[Problem]:
    try:
        checked(facts_of(line), on=today)
    except Refused as refused:
        for one in each(refused):
            column = COLUMN_OF.get(one.field, one.field)
            yield Problem(line.line, column, one.code, shown(str(getattr(line, column, ""))), one.params)
    for name, kind in CONTACTS:
        yield from _contact(line, name, kind)
    yield from _weight(line, policy)
    yield from _dose(line, policy)


def _contact(line: Line, name: str, kind: str) -> Iterator[Problem]:
    value = getattr(line, name)
    if value is None:
        return
    try:
        checked_contact(kind, value)
    except Refused as refused:
        yield Problem(line.line, name, refused.code, shown(value), refused.params)


def _weight(line: Line, policy: Policy) -> Iterator[Problem]:
    if line.weight_kg is None:
        return
    for doubt in outside(Known(weight_g=grams(line.weight_kg)), policy.weight):
        yield Problem(line.line, "weight_kg", doubt.code, str(line.weight_kg), doubt.params)


def _dose(line: Line, policy: Policy) -> Iterator[Problem]:
    """A dose that no order here could have is a slip of the pen, most often a tenfold one."""
    if line.last_dose_mg is None:
        return
    tiers, kg = policy.dose_tiers, line.weight_kg
    least = tiers.impossible_below_mg_per_kg.value * (kg or policy.weight.plausible_min_kg.value)
    most = tiers.impossible_above_mg_per_kg.value * (kg or policy.weight.plausible_max_kg.value)
    if not least <= line.last_dose_mg <= most:
        params: dict[str, Any] = {"least": _short(least), "most": _short(most)}
        yield Problem(line.line, "last_dose_mg", "dose_impossible", str(line.last_dose_mg), params)


def grams(kg: Decimal) -> int:
    """Gives kilograms as whole grams."""
    return int(kg * 1000)


def micrograms(mg: Decimal) -> int:
    """Gives milligrams as whole micrograms; a cell holds no more than three decimals."""
    return int(mg * 1000)


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _here(actor: Acting, lines: Iterable[Line]) -> Iterator[tuple[int, tuple[UUID, str, str]]]:
    """Each line whose patient is here already: by its reference, else by name and birth date."""
    by_reference, by_name = _references(actor, lines), _people(actor, lines)
    for line in lines:
        found = by_reference.get(line.reference.lower())
        if found is not None:
            yield line.line, (found[0], found[1], HERE_BY_REFERENCE)
            continue
        found = by_name.get(_person(line))
        if found is not None:
            yield line.line, (found[0], found[1], HERE_BY_NAME)


def _references(actor: Acting, lines: Iterable[Line]) -> dict[str, tuple[UUID, str]]:
    wanted = [line.reference.lower() for line in lines]
    rows = Patient.objects.visible_to(actor).annotate(low=Lower("mrn")).filter(low__in=wanted)
    return {low: (pk, mrn) for low, pk, mrn in rows.values_list("low", "pk", "mrn")}


def _people(actor: Acting, lines: Iterable[Line]) -> dict[tuple[date, frozenset[str]], tuple[UUID, str]]:
    born = {line.birth_date for line in lines}
    rows = Patient.objects.visible_to(actor).filter(birth_date__in=born, entered_in_error_at=None)
    found = rows.values_list("pk", "mrn", "birth_date", "legal_given", "legal_family")
    return {(day, name_letters(given, family)): (pk, mrn) for pk, mrn, day, given, family in found}


def _person(line: Line) -> tuple[date, frozenset[str]]:
    return line.birth_date, name_letters(line.given_name, line.family_name)


def _known(line: Line, _patient_id: UUID, mrn: str, code: str) -> Problem:
    column = "reference" if code == HERE_BY_REFERENCE else "family_name"
    return Problem(line.line, column, code, shown(getattr(line, column)), {"mrn": mrn})


def _twice(lines: Iterable[Line]) -> Iterator[Problem]:
    """A second line of one reference or one person; both lines are named, since nobody can say which one is right."""
    references, people = dict[str, int](), dict[tuple[date, frozenset[str]], int]()
    for line in lines:
        first = references.setdefault(line.reference.lower(), line.line)
        if first != line.line:
            yield from _both(first, line.line, "reference", "reference_twice", line.reference)
            continue
        first = people.setdefault(_person(line), line.line)
        if first != line.line:
            yield from _both(first, line.line, "family_name", "person_twice", line.family_name)


def _too_many_recent(lines: Iterable[Line], today: date) -> Iterator[Problem]:
    """Each such line holds the record for a moment, so there is an end to how many come at once."""
    since = today - timedelta(days=RECENT_DAYS)
    recent = [line for line in lines if any(each.is_newest and each.day >= since for each in totals_of(line))]
    for line in recent[MOST_RECENT:]:
        yield Problem(line.line, "phq9_date", "too_many_recent", str(line.phq9_date or ""), {"most": MOST_RECENT})


def _both(first: int, second: int, column: str, code: str, found: str) -> Iterator[Problem]:
    yield Problem(first, column, code, shown(found), {"other": second})
    yield Problem(second, column, code, shown(found), {"other": first})
