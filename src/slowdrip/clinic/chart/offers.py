"""What a chair page offers to do next: the steps of this phase, in the order of the work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.knowledge.types import Policy
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.rules.adapters.lasting import consent_withdrawn_at, off_monitor, return_at
from slowdrip.science.rules.ending import endings_in

SYMPTOM_KEYS: Final = (
    "nausea",
    "dizziness",
    "headache",
    "double_vision",
    "anxiety",
    "dissociation_distress",
    "disorientation",
    "vomiting",
)
SEDATION: Final = tuple("543210")
ZERO_TO_TEN: Final = tuple(str(score) for score in range(11))
STEPS: Final[dict[str, Words]] = {
    "identity_confirmed": _("Identity"),
    "precheck": _("Pre-check"),
    "consent_seen": _("Consent"),
    "vitals": _("Vital signs"),
    "moaas": _("MOAA/S"),
    "dissociation": _("Dissociation"),
    "nausea": _("Nausea 0–10"),
    "anxiety": _("Anxiety 0–10"),
    "pain": _("Pain 0–10"),
    "orientation": _("Orientation"),
    "go_no_go": _("Go / no-go"),
    "iv_site_placed": _("IV placed"),
    "drawn_up": _("Draw up"),
    "bedside_check": _("Bedside check"),
    "pump_shows": _("Pump shows"),
    "rate_changed": _("Rate changed"),
    "medication_given": _("Medicine given"),
    "symptom_started": _("Symptom"),
    "symptom_changed": _("Symptom changed"),
    "pump_read": _("Read the pump"),
    "wasted": _("Waste"),
    "iv_site_removed": _("IV out"),
    "recovery_score": _("Gait, recovery"),
    "suicidality_after": _("Suicidality after"),
    "escort_seen": _("Escort is here"),
    "instructions_given": _("Instructions"),
    "help_called": _("Help called"),
    "help_arrived": _("Help arrived"),
    "handed_over": _("Hand over"),
    "note": _("Note"),
    "iv_site_checked": _("IV site"),
    "consent_renewed": _("Consent given again"),
    "limits_set": _("Own alarm limits"),
}
BEFORE: Final = (
    "identity_confirmed",
    "precheck",
    "consent_seen",
    "vitals",
    "moaas",
    "orientation",
    "dissociation",
    "nausea",
    "go_no_go",
    "iv_site_placed",
    "drawn_up",
    "bedside_check",
    "pump_shows",
    "iv_site_checked",
    "medication_given",
    "symptom_started",
    "help_called",
    "help_arrived",
    "note",
    "handed_over",
    "limits_set",
)
DURING: Final = (
    "vitals",
    "dissociation",
    "nausea",
    "anxiety",
    "pain",
    "orientation",
    "rate_changed",
    "medication_given",
    "symptom_started",
    "symptom_changed",
    "pump_shows",
    "iv_site_checked",
    "iv_site_placed",
    "drawn_up",
    "bedside_check",
    "help_called",
    "help_arrived",
    "handed_over",
    "note",
    "limits_set",
)
AFTER: Final = (
    "vitals",
    "orientation",
    "dissociation",
    "nausea",
    "iv_site_removed",
    "recovery_score",
    "suicidality_after",
    "escort_seen",
    "instructions_given",
    "pump_read",
    "wasted",
    "iv_site_checked",
    "medication_given",
    "symptom_started",
    "symptom_changed",
    "help_called",
    "help_arrived",
    "handed_over",
    "note",
    "limits_set",
)
BY_PHASE: Final = {
    Phase.RUNNING: DURING,
    Phase.PAUSED: DURING,
    Phase.RECOVERY: AFTER,
    Phase.ENDED: ("pump_read", "wasted", "note"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One step: its code, its words, and whether it was done on this visit."""

    code: str
    label: str
    done: bool = False
    pressed: bool = False
    since: str = ""

    @property
    def means(self) -> str:
        """Gives what a tap on a symptom's key says, as the key looks at that moment: it began, or it is over."""
        return "symptom_ended" if self.pressed else "symptom_started"


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as a row of keys, and the number that was said last."""

    code: str
    label: str
    keys: tuple[str, ...]
    last: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What the page offers."""

    steps: list[Offer]
    symptoms: list[Offer]
    endings: list[Offer]
    scales: list[Scale]
    off_monitor_min: tuple[int, ...] = ()
    withdrawal: str = ""
    """Of consent: "" where it is not offered, "none", or since when it stands (ISO)."""
    off_until: datetime | None = None


NONE_SAID: Final = "none"
"""The key of a withdrawal that was not tapped; else the key says since when it stands."""


def offers(state: InfusionState, policy: Policy) -> Offers:
    """Gives the steps, one-tap symptoms and endings of the present phase."""
    alarms = policy.alarms
    choices, off = (alarms.off_monitor_short_min.value, alarms.off_monitor_long_min.value), off_monitor(state)
    codes = BY_PHASE.get(state.phase, BEFORE)
    open_now = {one.symptom: one.started_at.isoformat() for one in state.open_symptoms}
    keys = [*SYMPTOM_KEYS, *(code for code in open_now if code not in SYMPTOM_KEYS)]
    return Offers(
        steps=[Offer(code, str(STEPS[code]), done=_done(state, code)) for code in codes],
        symptoms=[
            Offer(code, code_words(code), pressed=code in open_now, since=open_now.get(code, "")) for code in keys
        ],
        endings=[Offer(code, code_words(code)) for code in endings_in(state.phase.value) if code != "discharged"],
        scales=[_scale(state, code) for code in ("moaas", "dissociation", "nausea")],
        off_monitor_min=tuple(dict.fromkeys(choices)),
        withdrawal=_withdrawal(state),
        off_until=return_at(off, policy) if off is not None else None,
    )


def _withdrawal(state: InfusionState) -> str:
    """Gives since when consent is withdrawn, that it is not, or nothing where the pump has run already."""
    if state.drip.ended_at is not None or state.ending is not None:
        return ""
    since = consent_withdrawn_at(state)
    return since.isoformat() if since is not None else NONE_SAID


def _scale(state: InfusionState, code: str) -> Scale:
    last = state.observed.last(code)
    return Scale(code, code_words(code), SEDATION if code == "moaas" else ZERO_TO_TEN, str(last.value) if last else "")


def _done(state: InfusionState, code: str) -> bool:
    if code == "vitals":
        return state.observed.last_vitals_at is not None
    if code == "orientation":
        return state.observed.orientation is not None
    if code == "iv_site_placed":
        return state.line_in
    if code == "pump_shows":
        return state.drip.pump_shown is not None
    return code in state.checks or state.observed.last(code) is not None
