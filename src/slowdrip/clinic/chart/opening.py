"""The part of the day page about the shift: what an opening would see, or the shift that is open and its chairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.forms import BoundField

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.forms.shift import OpenForm
from slowdrip.clinic.chart.nurses import nurses_at
from slowdrip.clinic.chart.shift import ChairLine, PartLine, chair_lines, held_chairs, part_lines
from slowdrip.clinic.chart.views.told import told_id
from slowdrip.clinic.infusion.holding import under_way
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.models import ShiftOpened
from slowdrip.clinic.infusion.shifts import Seen, Shift, open_shift_of, opening_seen, plain_parts, shift_of
from slowdrip.clinic.policy.queries import NoPolicy
from slowdrip.science.rules.shift import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The shift that is open with its parts as signed, or the parts as they stand with the form that opens one.

    A clinic without a policy has neither: nothing says yet what whole is. `is_old` says that the open shift is one of
    another day that nobody closed; `today` are then the parts as they stand now.
    """

    shift: Shift | None
    form: OpenForm | None
    parts: list[tuple[PartLine, BoundField | None]]
    chairs: list[ChairLine]
    row_id: UUID
    holds: dict[str, str] = field(default_factory=dict)
    patient_ids: tuple[UUID, ...] = ()
    is_old: bool = False
    today: list[tuple[PartLine, None]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Says whether every part is whole."""
        return all(line.whole for line, _field in self.parts)


def opening_of(request: ClinicRequest) -> Opening:
    """Gives the shift for the page of the day; needs the tenancy bound."""
    clinic_id, zone = request.clinic.pk, zone_of(request.clinic.pk)
    row, nurses, visits = open_shift_of(clinic_id), nurses_at(clinic_id, at=request.at), under_way(clinic_id)
    chairs = chair_lines(visits, nurses)
    house = Opening(
        shift=None,
        form=None,
        parts=[],
        chairs=chairs,
        holds=held_chairs(chairs),
        patient_ids=tuple(each.infusion.patient_id for each in visits if not each.is_over),
        row_id=told_id(request.POST, "row_id"),
    )
    if row is not None:
        return _open(request, house, row, nurses.names, zone)
    seen = _seen(request)
    if seen is None:
        return house
    lines = part_lines(plain_parts(seen.parts), nurses.names, zone=zone, slug=request.clinic.slug)
    form = _form(request, seen.parts, seen.digest)
    return replace(house, form=form, parts=[(line, form.field_of(line.code)) for line in lines])


def _open(
    request: ClinicRequest, house: Opening, row: ShiftOpened, names: Mapping[str, str], zone: ZoneInfo
) -> Opening:
    """A shift of another day says nothing of today: then the parts as they stand now are shown as well."""
    shift = shift_of(request.acting, row.pk)
    signed = part_lines(shift.opened.document["parts"], names, zone=zone)
    found = replace(house, shift=shift, parts=[(line, None) for line in signed])
    if not is_of_another_day(row, at=request.at, zone=zone):
        return found
    seen = _seen(request)
    now = part_lines(plain_parts(seen.parts), names, zone=zone, slug=request.clinic.slug) if seen is not None else []
    return replace(found, is_old=True, today=[(line, None) for line in now])


def is_of_another_day(row: ShiftOpened, *, at: datetime, zone: ZoneInfo) -> bool:
    """Says whether a shift was opened on an earlier day of the clinic."""
    return row.at.astimezone(zone).date() < at.astimezone(zone).date()


def _seen(request: ClinicRequest) -> Seen | None:
    try:
        return opening_seen(request.acting, device_id=_device(request), at=request.at)
    except NoPolicy:
        return None


def _device(request: ClinicRequest) -> UUID | None:
    device = request.seat.device
    return device.pk if device is not None else None


def _form(request: ClinicRequest, parts: tuple[Part, ...], digest: str) -> OpenForm:
    """What is typed is kept; the mark is always that of what the page shows now."""
    able = signers(request.acting, "day.open")
    initial = {"seen": digest, "signer": own_place(request, able)}
    if request.method != "POST":
        return OpenForm(None, parts=parts, able=able, initial=initial)
    typed = request.POST.copy()
    typed["seen"] = digest
    return OpenForm(typed, parts=parts, able=able, initial=initial)
