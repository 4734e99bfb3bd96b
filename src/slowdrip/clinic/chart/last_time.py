"""The "last time" card: how this patient's last drip went, dated; nothing of it is ever copied into today."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.ordered import mg_per_kg
from slowdrip.clinic.chart.trend.drawing import in_mg
from slowdrip.clinic.chart.words.choices import choice_words
from slowdrip.clinic.infusion.house import zone_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.projecting import state_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.infusion import InfusionState, Phase, delivered_ug
from slowdrip.science.infusion.events.symptoms import GRADES
from slowdrip.science.infusion.state import BloodPressure, Medication, Symptom
from slowdrip.science.pharmacology.dosing import display

LOOKED_BACK = 10
"""How many ended visits are looked at for one in which the drip was started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The last drip in a few words; an empty text means that nothing was charted about it."""

    infusion: Infusion
    on: date
    number: int
    dose: str
    peak: str
    worst: str
    worst_ended: bool
    done: str
    site: str


def last_time(actor: Acting, infusion: Infusion) -> LastTime | None:
    """Gives this patient's last ended drip before this one that was started, or None."""
    rows = Infusion.objects.visible_to(actor).filter(patient_id=infusion.patient_id, state__phase=Phase.ENDED.value)
    earlier = rows.filter(planned_at__lt=infusion.planned_at).exclude(pk=infusion.pk)
    for row in earlier.select_related("state", "order").order_by("-planned_at", "-pk")[:LOOKED_BACK]:
        state = state_of(row.state)
        if state.drip.started_at is not None:
            return told(row, state, zone=zone_of(infusion.clinic_id))
    return None


def told(infusion: Infusion, state: InfusionState, *, zone: ZoneInfo) -> LastTime:
    """Gives one ended drip in a few words."""
    started = state.drip.started_at or infusion.planned_at
    symptom = worst(state)
    return LastTime(
        infusion=infusion,
        on=started.astimezone(zone).date(),
        number=infusion.number,
        dose=dose_words(infusion, state),
        peak=peak_words(state),
        worst=symptom_words(symptom) if symptom else "",
        worst_ended=symptom is not None and symptom.ended_at is not None,
        done=done_words(symptom, state) if symptom else "",
        site=site_words(state),
    )


def dose_words(infusion: Infusion, state: InfusionState) -> str:
    """Gives what was given, per kilogram where the order says the weight, and what was ordered if it was more."""
    given = delivered_ug(state, state.as_of) if state.as_of else Fraction(0)
    per_kg, order = mg_per_kg(given, infusion.order), state.drip.order
    words = _("%(mg)s mg") % {"mg": in_mg(given)}
    if order is not None and in_mg(given) != in_mg(Fraction(order.dose_ug)):
        words = _("%(mg)s of %(ordered)s") % {"mg": in_mg(given), "ordered": display.mg(order.dose_ug)}
    return _("%(per_kg)s mg/kg, %(mg)s") % {"per_kg": per_kg, "mg": words} if per_kg else words


def peak(state: InfusionState) -> BloodPressure | None:
    """Gives the highest pressure since the start."""
    started = state.drip.started_at
    during = [each for each in state.observed.blood_pressures if started is not None and each.at >= started]
    return max(during, key=lambda each: (each.sbp_mmhg, each.dbp_mmhg), default=None)


def peak_words(state: InfusionState) -> str:
    """Gives the highest pressure with its minute since the start."""
    found, started = peak(state), state.drip.started_at
    if found is None or started is None:
        return ""
    minute = (found.at - started) // timedelta(minutes=1)
    return _("%(bp)s at %(minute)s min") % {"bp": f"{found.sbp_mmhg}/{found.dbp_mmhg}", "minute": minute}


def worst(state: InfusionState) -> Symptom | None:
    """Gives the gravest symptom since the start, the first of several."""
    started = state.drip.started_at
    during = [each for each in state.symptoms if started is not None and each.started_at >= started]
    return max(during, key=lambda each: (_rank(each), -each.started_at.timestamp()), default=None)


def _rank(symptom: Symptom) -> int:
    return GRADES.index(symptom.worst_grade) if symptom.worst_grade in GRADES else -1


def symptom_words(symptom: Symptom) -> str:
    """Gives a symptom with the worst grade it had."""
    grade = choice_words("grade", symptom.worst_grade) if symptom.worst_grade else ""
    return ", ".join(filter(None, (choice_words("symptom", symptom.symptom), grade)))


def done_words(symptom: Symptom, state: InfusionState) -> str:
    """Gives what was done after the symptom began and whether it ended; it says what followed, not what caused it."""
    done = [medicine_words(each) for each in state.medications if _after(symptom, each)]
    if symptom.action and symptom.action not in ("none", "medication"):
        done.append(choice_words("action", symptom.action))
    if not done:
        return ""
    what = ", ".join(done)
    if symptom.ended_at is None:
        return _("%(what)s; not gone by the end") % {"what": what}
    minutes = (symptom.ended_at - symptom.started_at) // timedelta(minutes=1)
    return _("%(what)s; gone after %(minutes)s min") % {"what": what, "minutes": minutes}


def _after(symptom: Symptom, medicine: Medication) -> bool:
    return symptom.started_at <= medicine.at and (symptom.ended_at is None or medicine.at <= symptom.ended_at)


def medicine_words(medicine: Medication) -> str:
    """Gives a medicine with dose and route."""
    unit = choice_words("unit", medicine.unit) if medicine.unit else ""
    route = choice_words("route", medicine.route)
    dose = f"{medicine.dose} {unit}" if medicine.dose else medicine.dose_as_written
    return f"{medicine.drug} {dose} {route}"


def site_words(state: InfusionState) -> str:
    """Gives where the last line was."""
    if not state.sites:
        return ""
    site = state.sites[-1]
    place = " ".join(filter(None, (choice_words("side", site.side) if site.side else "", site.site)))
    return ", ".join(filter(None, (place, site.gauge)))
