"""Which key of the emergency page was pressed: the event it means and the words for the saved bar."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from slowdrip.clinic.chart.tapping import Tapped
from slowdrip.clinic.emergency.keys import STEP, key_of
from slowdrip.clinic.emergency.queries import medicine_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.typed import typed_number

OXYGEN = "oxygen_l_per_min"


def tapped(actor: Acting, typed: QueryDict) -> Tapped:
    """Gives what a tap means; the key itself says it, so that a tap sent later still means what it meant."""
    if value := typed.get("medicine"):
        return _medicine(actor, value)
    if OXYGEN in typed:
        return _oxygen(typed.get(OXYGEN, ""))
    key = key_of(typed.get("key", ""))
    return Tapped(key.kind, dict(key.payload), str(key.label))


def _medicine(actor: Acting, value: str) -> Tapped:
    medicine = medicine_of(actor, value)
    payload = {
        "drug": medicine.drug,
        "dose_as_written": medicine.dose,
        "route": medicine.route,
        "indication": medicine.indication,
    }
    return Tapped("medication_given", payload, f"{medicine.drug}, {medicine.dose}")


def _oxygen(typed: str) -> Tapped:
    if not typed.strip():
        raise Refused("missing", field=OXYGEN)
    flow = typed_number(typed, field=OXYGEN)
    told = _("Oxygen on, %(flow)s L/min") % {"flow": flow}
    return Tapped(STEP, {"step": "oxygen_on", OXYGEN: str(flow)}, told)
