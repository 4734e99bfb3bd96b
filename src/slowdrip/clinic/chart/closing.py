"""The page that closes a shift: the visits under way and who holds them, what is left, and the form that is signed."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.forms import BoundField
from django.utils.translation import gettext as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.forms.shift import CloseForm
from slowdrip.clinic.chart.nurses import nurses_at
from slowdrip.clinic.chart.shift import ChairLine, PartLine, chair_lines, part_lines
from slowdrip.clinic.infusion.holding import under_way
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.shifts import Seen, closing_seen, plain_parts
from slowdrip.science.rules.shift import UNSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What still stands open, and the form."""

    chairs: list[ChairLine]
    parts: list[tuple[PartLine, BoundField | None]]
    form: CloseForm
    patient_ids: tuple[UUID, ...]


def closing_of(request: ClinicRequest) -> Closing:
    """Gives what a close would see now; needs the tenancy bound."""
    clinic_id, zone = request.clinic.pk, zone_of(request.clinic.pk)
    nurses, visits = nurses_at(clinic_id, at=request.at), under_way(clinic_id)
    seen = closing_seen(request.acting, unsent=_unsent(request))
    inside = Membership.objects.visible_to(request.acting).filter(active=True, actor_id__in=list(nurses.present))
    form = _form(request, seen, list(inside.order_by("name")))
    lines = part_lines(plain_parts(seen.parts), nurses.names, zone=zone, slug=request.clinic.slug)
    return Closing(
        chairs=chair_lines(visits, nurses),
        parts=[(_counted_then(line, request), form.field_of(line.code)) for line in lines],
        form=form,
        patient_ids=tuple(each.infusion.patient_id for each in visits if not each.is_over),
    )


def _counted_then(line: PartLine, request: ClinicRequest) -> PartLine:
    """Only the screen knows what waits on it, and it says so with the form."""
    if line.code != UNSENT or request.method == "POST":
        return line
    return replace(line, whole=False, notes=_("Counted on this screen when you sign."))


def _unsent(request: ClinicRequest) -> int | None:
    told = request.POST.get("unsent", "")
    return int(told) if told.isdecimal() else None


def _form(request: ClinicRequest, seen: Seen, inside: list[Membership]) -> CloseForm:
    """What is typed is kept; the mark is always that of what the page shows now."""
    able = signers(request.acting, "day.open")
    initial = {"seen": seen.digest, "signer": own_place(request, able)}
    if request.method != "POST":
        return CloseForm(None, parts=seen.parts, inside=inside, able=able, initial=initial)
    typed = request.POST.copy()
    typed["seen"] = seen.digest
    return CloseForm(typed, parts=seen.parts, inside=inside, able=able, initial=initial)
