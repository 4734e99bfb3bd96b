"""How many cases are open and late, and the banners that follow: nothing of a patient is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.banners import Banner, register
from slowdrip.clinic.safety.models import CaseState
from slowdrip.clinic.safety.roster import somebody_is_on_call


@dataclass(frozen=True, slots=True)
class CasesNow:
    """How many cases are open, and how many of them are past a deadline."""

    open: int
    late: int


def cases_now(clinic_id: UUID, *, at: datetime) -> CasesNow:
    """Gives the number of open cases and of late ones."""
    due = list(CaseState.objects.filter(clinic_id=clinic_id, is_open=True).values_list("deadline_at", flat=True))
    return CasesNow(len(due), sum(1 for each in due if each is not None and each <= at))


def late_banner(clinic_id: UUID, at: datetime) -> Iterable[Banner]:
    """Says on every page that a case is past its deadline."""
    late = cases_now(clinic_id, at=at).late
    if late == 1:
        yield Banner("urgent", "case_late", _("A case is past its deadline."), page="safety:board", action=_("Cases"))
    elif late:
        text = _("%(late)s cases are past their deadlines.")
        yield Banner("urgent", "case_late", text, {"late": late}, page="safety:board", action=_("Cases"))


def nobody_banner(clinic_id: UUID, at: datetime) -> Iterable[Banner]:
    """Says on every page that nobody is on call; louder while a case is open."""
    if somebody_is_on_call(clinic_id, at):
        return
    tier = "urgent" if cases_now(clinic_id, at=at).open else ""
    text = _("Nobody is on call now. Whoever answers our questions is told so.")
    yield Banner(tier, "nobody_on_call", text, page="safety:roster", action=_("On call"))


def register_all() -> None:
    """Adds the banners to every page."""
    register(late_banner)
    register(nobody_banner)
