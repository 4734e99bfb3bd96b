"""An order beside other doses, durations and weight bases: what the models say of each. It suggests none of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from slowdrip.clinic.people.facts import age_years
from slowdrip.clinic.treatment.documents import read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.twin.predicting import believed
from slowdrip.clinic.twin.weight import Weighed, apart, weighed
from slowdrip.clinic.twin.words import heavy_words, no_prediction, number
from slowdrip.knowledge.models import default_set, model_set, models
from slowdrip.knowledge.types.models import Use
from slowdrip.science.pharmacology.dosing import Sex
from slowdrip.science.pharmacology.dosing.weights import adjusted_kg, ideal_kg
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import (
    Band,
    Carried,
    Course,
    Picture,
    Stretch,
    Subject,
    carried_over,
    heavy_peak,
    norketamine,
    times_of,
)

UG_PER_MG: Final = 1000
USUAL_MG_PER_KG, USUAL_MIN, SLOWER_MIN = Decimal("0.5"), 40.0, 60.0
"""0.5 mg/kg in 40 minutes is the usual dose of trials (published); sixty minutes is a round number to compare with."""
APART_H: Final = 48.0
VISITS: Final = 6


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to compare: its name, dose and duration."""

    name: str | Promise
    dose_mg: float
    minutes: float

    @property
    def course(self) -> Course:
        """The same dose as a constant rate."""
        return Course((Stretch(0.0, self.minutes, self.dose_mg * UG_PER_MG / self.minutes),))


@dataclass(frozen=True, slots=True)
class Compared:
    """One case with its numbers in words; `no` says why there are none."""

    case: Case
    picture: Picture | NoPrediction
    dose_mg: str
    minutes: str
    plasma: str = ""
    plasma_band: str = ""
    pressure: str = ""
    pressure_band: str = ""
    dissociation: str = ""
    dissociation_band: str = ""
    no: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks for, as far as a comparison needs it."""

    mg_per_kg: Decimal
    dosing_kg: Decimal
    actual_kg: Decimal
    height_cm: Decimal | None
    sex: str
    minutes: float


def asked_of(order: Order) -> Asked:
    """Gives what was asked, from the signed document alone."""
    document = read_document(order.document)
    request, figures = document["request"], document["figures"]
    height = request.get("height_cm")
    return Asked(
        mg_per_kg=Decimal(request["dose_mg_per_kg"]),
        dosing_kg=Decimal(figures["dosing_weight_kg"]),
        actual_kg=Decimal(request["weight"]["kg"]),
        height_cm=Decimal(height) if height else None,
        sex=str(request.get("sex") or ""),
        minutes=float(Fraction(request["duration_min"])),
    )


def weighed_for(order: Order) -> Weighed | None:
    """Gives the weight measured by the time of an order."""
    return weighed(order.patient, by=order.at)


def subject_of_order(order: Order, scales: Weighed | None) -> Subject:
    """Gives the person an order is for: the same virtual patients as at the chair, so the same numbers."""
    age = age_years(order.patient.birth_date, order.at.date())
    return Subject(scales.kg if scales else None, float(age))


def cases_of(order: Order, *, typed: Case | None = None) -> list[Case]:
    """Gives the order itself, the usual dose, the same over an hour, other weight bases, and what was typed."""
    asked = asked_of(order)
    own = Case(_("this order"), order.dose_ug / UG_PER_MG, asked.minutes)
    usual = Case(
        _("0.5 mg/kg in 40 min, the usual dose of trials"), float(USUAL_MG_PER_KG * asked.actual_kg), USUAL_MIN
    )
    slower = Case(_("this dose in 60 min"), own.dose_mg, SLOWER_MIN)
    found = [own, usual, slower, *_bases(asked), *([typed] if typed is not None else [])]
    return [each for place, each in enumerate(found) if not _among(each, found[:place])]


def _among(case: Case, others: list[Case]) -> bool:
    return any(abs(case.dose_mg - one.dose_mg) < 0.05 and case.minutes == one.minutes for one in others)


def _bases(asked: Asked) -> Iterator[Case]:
    yield Case(_("by actual weight"), float(asked.mg_per_kg * asked.actual_kg), asked.minutes)
    if asked.height_cm is None or asked.sex not in set(Sex):
        return
    ideal = ideal_kg(asked.height_cm, Sex(asked.sex))
    if ideal is None:
        return
    adjusted = adjusted_kg(ideal, asked.actual_kg)
    yield Case(_("by ideal weight"), float(asked.mg_per_kg * ideal), asked.minutes)
    yield Case(_("by adjusted weight"), float(asked.mg_per_kg * adjusted), asked.minutes)


def refused_for(order: Order, subject: Subject) -> NoPrediction | None:
    """Gives why nothing is said of an order that was written for another weight than the one measured."""
    return apart(subject.weight_kg, float(asked_of(order).actual_kg))


def compared(subject: Subject, case: Case, *, refused: NoPrediction | None = None) -> Compared:
    """Gives one case in words."""
    picture = refused or believed(subject, case.course, times_of(case.course))
    dose_mg, minutes = f"{case.dose_mg:.1f}", f"{case.minutes:g}"
    if isinstance(picture, NoPrediction):
        return Compared(case, picture, dose_mg, minutes, no=no_prediction(picture))
    return Compared(
        case,
        picture,
        dose_mg,
        minutes,
        **_words("plasma", picture.plasma_ng_per_ml),
        **_words("pressure", picture.map_percent),
        **_words("dissociation", picture.cadss_points),
    )


def _words(name: str, band: Band | NoPrediction) -> dict[str, Any]:
    if isinstance(band, NoPrediction):
        return {}
    peak = band.peak
    between = f"{number(band.low[peak])} – {number(band.high[peak])}"
    return {name: number(band.middle[peak]), f"{name}_band": between}


def sentence(own: Compared) -> str:
    """Gives in one sentence what the chart says of the order."""
    if isinstance(own.picture, NoPrediction):
        return own.no
    told = {
        "minute": f"{own.picture.t_min[own.picture.plasma_ng_per_ml.peak]:.0f}",
        "plasma": own.plasma,
        "plasma_band": own.plasma_band,
        "pressure": own.pressure,
        "pressure_band": own.pressure_band,
    }
    words = _(
        "With this order plasma ketamine is highest at minute %(minute)s, typically %(plasma)s ng/mL in the artery "
        "(90 %% of patients like this one: %(plasma_band)s), and mean blood pressure rises by typically "
        "%(pressure)s %% (%(pressure_band)s)."
    )
    return words % told


def series_words(subject: Subject, course: Course) -> str:
    """Gives what a series of six of the same drip leaves behind."""
    found = carried_over(default_set(), subject, course, apart_h=APART_H, visits=VISITS)
    if not isinstance(found, Carried):
        return no_prediction(found)
    told = {"left": f"{found.before_last_ng_per_ml:.3f}", "peak": number(found.peaks_ng_per_ml[0]), "visits": VISITS}
    words = _(
        "Six visits, two days apart: right before the sixth, a typical person has %(left)s ng/mL of ketamine left from "
        "all before, beside peaks of %(peak)s ng/mL. Ketamine itself does not accumulate."
    )
    return words % told


def weight_words(subject: Subject, course: Course) -> str:
    """Gives how far the numbers hang on an assumption about weight; nothing up to 100 kg."""
    found = heavy_peak(default_set(), subject, course)
    return "" if found is None else heavy_words(found)


def norketamine_words(subject: Subject, course: Course) -> list[str]:
    """Gives norketamine at the end of the drip and an hour later, with its wide band, and the model it is from."""
    reference = next(each for each in models().values() if each.use is Use.VENOUS_REFERENCE)
    at_min = (course.ends_min, course.ends_min + 60.0)
    found = norketamine(model_set(reference.name), subject, course, at_min)
    if isinstance(found, NoPrediction):
        return [no_prediction(found)]
    return [
        _("Minute %(minute)s: %(middle)s ng/mL (%(low)s – %(high)s)")
        % {"minute": f"{minute:.0f}", "low": number(low), "middle": number(middle), "high": number(high)}
        for minute, (low, middle, high) in zip(at_min, found, strict=True)
    ]
