"""The list of patients and what can be typed to find one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting

MOST = 50
DATE_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")


@dataclass(frozen=True, slots=True)
class Found:
    """Patients by family name, and whether more were found than are shown."""

    patients: list[Patient]
    more: bool


def patients(actor: Acting, search: str = "", *, most: int = MOST) -> Found:
    """Gives patients whose names or MRN hold every word of the search, or who were born on the date in it."""
    rows = Patient.objects.visible_to(actor).filter(matching(search), entered_in_error_at=None)
    rows = rows.order_by("legal_family", "legal_given", "pk")
    found = list(rows[: most + 1])
    return Found(found[:most], more=len(found) > most)


def matching(search: str) -> Q:
    """Gives the filter of a search; every word must fit, a date in any of the usual forms is a birth date."""
    typed = " ".join(search.replace(",", " ").split())
    if born_in := [*dates_in(typed)]:
        return Q(birth_date__in=born_in)
    wanted = Q()
    for word in typed.split():
        wanted &= _word(word)
    return wanted


def _word(word: str) -> Q:
    born_in = [*dates_in(word)]
    if born_in:
        return Q(birth_date__in=born_in)
    names = Q(legal_family__icontains=word) | Q(legal_given__icontains=word) | Q(preferred_name__icontains=word)
    return names | Q(mrn__icontains=word)


def dates_in(typed: str) -> Iterator[date]:
    """Every day that the text can mean: 03/04/1980 is both the third of April and the fourth of March."""
    if not re.search(r"\d", typed):
        return
    for form in DATE_FORMS:
        try:
            yield datetime.strptime(typed, form).date()  # noqa: DTZ007  # a birth date has no zone
        except ValueError:
            continue
