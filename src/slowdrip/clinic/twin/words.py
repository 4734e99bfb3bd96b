"""Words of predictions: why there is none, how far a number may be trusted, what a preview shows."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.twin.weight import Weighed
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import HeavyPeak, Subject, WhatIf

BECAUSE: Final[Mapping[str, str | Promise]] = {
    "weight_missing": gettext_lazy("no weight was measured"),
    "age_missing": gettext_lazy("the age is not known"),
    "no_order": gettext_lazy("no order is in force"),
    "rate_unknown": gettext_lazy("no rate or no volume is known"),
    "end_unknown": gettext_lazy("nothing says when the pump stops by itself"),
    "strength_unknown": gettext_lazy("the strength of what hangs is not known"),
    "nothing_given": gettext_lazy("nothing has been given"),
    "baseline_missing": gettext_lazy("no blood pressure was charted before the start"),
    "bolus_outside_range": gettext_lazy("the model says nothing about a bolus"),
    "nothing_left": gettext_lazy("nothing is left to give"),
    "not_paused": gettext_lazy("the pump is not paused"),
    "not_slower": gettext_lazy("it would not be slower than it is"),
}
RANGES: Final[Mapping[str, str | Promise]] = {
    "weight": gettext_lazy("weight"),
    "age": gettext_lazy("age"),
    "dose": gettext_lazy("dose"),
    "duration": gettext_lazy("duration"),
    "rate": gettext_lazy("rate"),
    "conc": gettext_lazy("concentration"),
}
UNITS: Final[Mapping[str, str | Promise]] = {"year": gettext_lazy("years")}
WHAT_IFS: Final[Mapping[WhatIf, str | Promise]] = {
    WhatIf.PAUSE: gettext_lazy("Paused now for 10 min"),
    WhatIf.SLOW: gettext_lazy("Slowed to 60 min in total"),
    WhatIf.STOP: gettext_lazy("Stopped now"),
    WhatIf.RESUME: gettext_lazy("Resumed now"),
}


def no_prediction(found: NoPrediction) -> str:
    """Gives why there is no prediction, as a sentence."""
    return _("No prediction, because %(why)s.") % {"why": why(found)}


def why(found: NoPrediction) -> str:
    """Gives the reason alone."""
    if found.code == "weight_differs":
        told = {name: end_of(found.params.get(name, 0)) for name in ("measured_kg", "ordered_kg")}
        return (
            _("the weight measured (%(measured_kg)s kg) is more than 10 %% from the order's (%(ordered_kg)s kg)") % told
        )
    what, _sep, way = found.code.partition("_")
    if what in RANGES and way in ("above_range", "below_range"):
        return _range_words(found, what, above=way == "above_range")
    return str(BECAUSE.get(found.code) or _("the models do not hold here (%(code)s)") % {"code": found.code})


def _range_words(found: NoPrediction, what: str, *, above: bool) -> str:
    told = {
        "what": RANGES[what],
        "low": end_of(found.params.get("low", 0)),
        "high": end_of(found.params.get("high", 0)),
        "unit": UNITS.get(str(found.params.get("unit")), found.params.get("unit", "")),
        "model": found.params.get("model", ""),
    }
    words = _("above") if above else _("below")
    return _("the %(what)s is %(side)s what %(model)s holds for (%(low)s to %(high)s %(unit)s)") % {
        **told,
        "side": words,
    }


def whom_words(subject: Subject, weighed: Weighed | None) -> str:
    """Gives whom a picture is for: the weight with the day it was measured, and the age."""
    if weighed is None or subject.age_years is None:
        return ""
    told = {
        "kg": end_of(weighed.kg),
        "day": date_format(localtime(weighed.at), "j M Y"),
        "years": f"{subject.age_years:.0f}",
    }
    return _("for %(kg)s kg (measured %(day)s), %(years)s years") % told


def heavy_words(found: HeavyPeak) -> str:
    """Gives both numbers between which nobody has measured, for heavy people."""
    told = {"by_weight": number(found.by_total_weight_ng_per_ml), "flat": number(found.without_weight_ng_per_ml)}
    words = _(
        "Weight is unresolved above 100 kg: the highest typical plasma ketamine is %(by_weight)s ng/mL when clearance "
        "and volumes grow with weight, as drawn, and %(flat)s ng/mL when they do not. No study settles it."
    )
    return words % told


def number(value: float) -> str:
    """Gives a predicted number no finer than it deserves: whole from ten on, below it to a tenth."""
    return f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}"


def end_of(value: float | str) -> str:
    """Gives the end of a range as its file has it."""
    return f"{float(value):g}"
