"""What stands beside a form while it is filled in: the order's figures, the vital signs and verdict, the gates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.chair import allergies, weight_kg
from slowdrip.clinic.chart.gates import Gates, gates_of, why
from slowdrip.clinic.chart.ordered import Line, order_lines
from slowdrip.clinic.chart.own_limits import limit_lines
from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.medicine_line import listed_words
from slowdrip.science.infusion import ENDINGS, InfusionState
from slowdrip.science.pharmacology.dosing import display
from slowdrip.science.rules.go_no_go import Verdict

BY_THE_ORDER: Final = frozenset({"drawn_up", "bedside_check", "pump_shows", "rate_changed"})
BY_THE_VOLUMES: Final = frozenset({"pump_read", "wasted"})
VERDICTS: Final[dict[Verdict, Words]] = {
    Verdict.PASSED: gettext_lazy("Within the limits of the policy."),
    Verdict.CAUTION: gettext_lazy("Caution: measure again, then the prescriber decides."),
    Verdict.BEYOND: gettext_lazy("Beyond the limit: no start with these values."),
    Verdict.INCOMPLETE: gettext_lazy("Incomplete: a “go” is not possible yet."),
}
STILL_RUNS: Final = gettext_lazy(
    "The pump still runs by the record. Stop it at the pump and say so at the chair first; what is saved here counts "
    "the drug only up to the ending."
)
TIERS: Final = {Verdict.CAUTION: "advisory", Verdict.BEYOND: "urgent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The card beside a form; an empty part is not shown."""

    title: str = ""
    lines: tuple[Line, ...] = ()
    said: str = ""
    why: str = ""
    tier: str = ""
    taken_at: str = ""
    gates: Gates | None = None


NOTHING: Final = Beside()


def beside(infusion: Infusion, state: InfusionState, kind: str, *, at: datetime, slug: str, zone: ZoneInfo) -> Beside:
    """Gives what the person at this form needs to see."""
    if kind in BY_THE_ORDER:
        return _ordered(infusion)
    if kind in BY_THE_VOLUMES:
        return _volumes(state)
    if kind == "precheck":
        return Beside(title=_("On record"), lines=(_medicines(infusion, at, zone), _allergies(infusion)))
    if kind == "go_no_go":
        return _verdict(infusion, state, zone=zone)
    if kind == "limits_set":
        return _own_limits(infusion, state)
    if kind == "discharged":
        return Beside(title=_("Going home"), gates=gates_of(infusion, state, at=at, slug=slug, zone=zone))
    if kind in ENDINGS and state.drip.running is not None:
        return Beside(title=_("The pump"), said=str(STILL_RUNS), tier="urgent")
    return NOTHING


def _own_limits(infusion: Infusion, state: InfusionState) -> Beside:
    said = _(
        "What you enter calls for this drip, from your signature on. A reading between the quiet limit and yours stays "
        "quiet: it is only pointed out. Emergency limits stay, and call whatever you enter. What you leave empty is "
        "the policy's; leave all of it empty to go back to the policy's limits."
    )
    return Beside(title=_("What calls now"), lines=limit_lines(infusion, state), said=said)


def _ordered(infusion: Infusion) -> Beside:
    if infusion.order is None:
        return Beside(title=_("What was ordered"), said=_("No order is attached to this drip."), tier="urgent")
    weight = weight_kg(infusion)
    about = Line(_("Weight"), _("%(kg)s kg") % {"kg": weight}) if weight else None
    lines = (*filter(None, (about,)), _allergies(infusion), *order_lines(infusion.order))
    return Beside(title=_("What was ordered"), lines=lines)


def _allergies(infusion: Infusion) -> Line:
    return Line(_("Allergies"), ", ".join(allergies(infusion)) or _("none recorded"))


def _medicines(infusion: Infusion, at: datetime, zone: ZoneInfo) -> Line:
    return Line(_("Medicines"), listed_words(infusion.patient, at=at, zone=zone))


def _volumes(state: InfusionState) -> Beside:
    order, read = state.drip.order, state.drip.pump_read
    lines = []
    if order is not None:
        lines.append(Line(_("To be infused"), display.ml(order.vtbi_ul)))
        lines.append(Line(_("Hung"), display.ml(order.total_volume_ul)))
    if read is not None and read.residual_ul is not None:
        lines.append(Line(_("Counted as left"), display.ml(read.residual_ul)))
    return Beside(title=_("Volumes"), lines=tuple(lines)) if lines else NOTHING


def _verdict(infusion: Infusion, state: InfusionState, *, zone: ZoneInfo) -> Beside:
    found = gating.go_no_go(infusion, state)
    seen = state.observed
    pressure = seen.last_blood_pressure
    lines = [Line(_("Blood pressure"), f"{pressure.sbp_mmhg}/{pressure.dbp_mmhg} mmHg")] if pressure else []
    measured = (("hr_per_min", "HR", "/min"), ("spo2_pct", "SpO₂", "%"), ("rr_per_min", _("Resp."), "/min"))
    for measure, name, unit in measured:
        if (last := seen.last(measure)) is not None:
            lines.append(Line(name, f"{last.value} {unit}"))
    for score in ("moaas", "dissociation", "nausea"):
        if (last := seen.last(score)) is not None:
            lines.append(Line(code_words(score), str(last.value)))
    return Beside(
        title=_("Vital signs before the start"),
        lines=tuple(lines),
        said=str(VERDICTS[found.verdict]),
        why=why(found.reasons, zone),
        tier=TIERS.get(found.verdict, ""),
        taken_at=pressure.at.isoformat() if pressure else "",
    )
