"""Words for observations: what was measured and asked."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason
from slowdrip.science.infusion.events.observations import ORIENTATION, SCALES
from slowdrip.science.pharmacology.dosing import display


def vitals(told: Telling) -> str:
    """Whatever of the vital signs was taken, in one line."""
    return joined(
        _pressure(told),
        _counted(told, "hr_per_min", _("HR %(n)s")),
        _saturation(told),
        _counted(told, "rr_per_min", _("Resp. %(n)s")),
        _temperature(told),
        _("repeat") if told.yes("repeat") else "",
        told.text("note"),
    )


def _pressure(told: Telling) -> str:
    sbp, dbp = told.whole("sbp_mmhg"), told.whole("dbp_mmhg")
    if sbp is None or dbp is None:
        return ""
    where = ", ".join(filter(None, (told.word("arm"), told.word("posture"))))
    return " ".join(filter(None, (f"BP {sbp}/{dbp}", where)))


def _saturation(told: Telling) -> str:
    percent, flow = told.whole("spo2_pct"), told.number("oxygen_l_per_min")
    oxygen = _("%(flow)s L/min oxygen") % {"flow": flow} if flow else told.word("oxygen")
    if percent is None:
        return oxygen
    return " ".join(filter(None, (f"SpO₂ {percent} %", oxygen)))


def _counted(told: Telling, name: str, words: str) -> str:
    value = told.whole(name)
    return words % {"n": value} if value is not None else ""


def _temperature(told: Telling) -> str:
    value = told.whole("temp_decicelsius")
    return f"{display.number(Fraction(value, 10))} °C" if value is not None else ""


def scale(told: Telling) -> str:
    """A score out of its highest."""
    kind = told.event.kind
    said = _("%(what)s %(score)s of %(most)s") % {
        "what": code_words(kind),
        "score": told.whole("score"),
        "most": SCALES[kind],
    }
    return joined(said, told.text("note"))


def orientation(told: Telling) -> str:
    """What the person knew, and what not."""
    words = {"person": _("person"), "place": _("place"), "time": _("time"), "situation": _("situation")}
    missing = [words[name] for name in ORIENTATION if not told.yes(name)]
    if not missing:
        return _("Oriented × 4")
    return with_reason(
        _("Oriented × %(n)s") % {"n": len(ORIENTATION) - len(missing)},
        _("not to %(what)s") % {"what": ", ".join(missing)},
    )


def on_monitor(told: Telling) -> str:
    """The bedside monitor is attached."""
    return _("On the bedside monitor")


def off_monitor(told: Telling) -> str:
    """The bedside monitor is off, and until when."""
    back = told.clock("back_at")
    return with_reason(
        _("Off the bedside monitor"), _("back by %(time)s") % {"time": back} if back else "", told.text("reason")
    )


def monitor_paired(told: Telling) -> str:
    """Which monitor measures this patient."""
    return _("Monitor paired: %(name)s") % {"name": told.text("name")}


def monitor_unpaired(told: Telling) -> str:
    """A monitor no longer measures this patient."""
    said = _("Monitor released: %(name)s") % {"name": told.text("name")}
    return with_reason(said, _("the visit has ended")) if told.text("released") == "visit_ended" else said


SAID: Mapping[str, Callable[[Telling], str]] = {
    "vitals": vitals,
    **dict.fromkeys(SCALES, scale),
    "orientation": orientation,
    "on_monitor": on_monitor,
    "off_monitor": off_monitor,
    "monitor_paired": monitor_paired,
    "monitor_unpaired": monitor_unpaired,
}
