"""One visit step by step, through the actions that the screens use; minutes count from the start of the drip."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.people.actions import Reading, confirm_measurement, measure
from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.treatment.actions import Worked, verify_order, write_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.typed import Typed
from slowdrip.science.infusion import InfusionState

from .course import Course
from .team import Team, shown_by

PRODUCT = "ketamine_50_mg_per_ml_10_ml"
USUAL = Typed(dose_mg_per_kg="0.5", duration_min="40", product=PRODUCT, volume_ml="100")
ESCORT = {"escort_name": "Robin Hale", "escort_phone": "+1 555 0142"}
Entry = tuple[float, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit under way in the loader's hands."""

    team: Team
    infusion: Infusion
    order: Order
    start: datetime
    course: Course

    def at(self, minute: float) -> datetime:
        """The instant some minutes after the start."""
        return self.start + timedelta(minutes=minute)

    @property
    def label(self) -> str:
        """What is written on the bag."""
        return f"B{self.infusion.number}-{str(self.infusion.pk)[-4:]}"

    def chart(self, *entries: Entry) -> None:
        """Charts entries together, written down at the time of the last."""
        drafts = [Draft(kind, payload, self.at(minute)) for minute, kind, payload in entries]
        nurse = self.team.nurse.acting()
        actions.chart(nurse, self.infusion.pk, drafts, at=max(draft.occurred_at for draft in drafts))

    def state(self) -> InfusionState:
        """What has been charted so far, folded."""
        return state_now(self.infusion.pk)


def weigh(team: Team, patient_id: UUID, *, weight_g: int, at: datetime, height_mm: int | None = None) -> None:
    """Measures; the height comes with the first weight, and then a second person reads the scale too."""
    measured = Measurement.How.MEASURED
    readings = [Reading(Measurement.Kind.WEIGHT_G, weight_g, measured, at)]
    if height_mm is not None:
        readings.append(Reading(Measurement.Kind.HEIGHT_MM, height_mm, measured, at))
    rows = measure(team.nurse.acting(), patient_id, readings, at=at)
    if height_mm is not None:
        second = team.second.acting()
        again = at + timedelta(minutes=1)
        confirm_measurement(second, rows[0].pk, shown_by(second, at=again), value=weight_g, at=again)


def ordered(team: Team, patient_id: UUID, *, at: datetime, typed: Typed = USUAL, reason: str = "") -> Order:
    """Writes an order that the prescriber signs."""
    prescriber = team.prescriber.acting()
    return write_order(
        prescriber, patient_id, Asked(typed=typed, reason=reason), proof=shown_by(prescriber, at=at), at=at
    )


def verified(team: Team, order: Order, *, at: datetime) -> Order:
    """Lets the second nurse work the order out and verify it."""
    second = team.second.acting()
    worked = Worked(dose_mg=thousandth(order.dose_ug), rate_ml_per_h=thousandth(order.rate_ul_per_h))
    verify_order(second, order.pk, shown_by(second, at=at), worked=worked, at=at)
    return order


def thousandth(amount: int) -> str:
    """Gives micrograms as milligrams, or microlitres as millilitres, as a person would type them."""
    return format((Decimal(amount) / 1000).normalize(), "f")


def arrive(visit: Visit, *, chair_id: UUID) -> None:
    """From the door to a patient with a line: checked in, asked, consent seen, order in force."""
    nurse, key = visit.team.nurse.acting(), visit.infusion.pk
    actions.check_in(nurse, key, chair_id=chair_id, at=visit.at(-40))
    visit.chart(
        (-39, "identity_confirmed", {"method": "name_and_birth_date"}),
        (-37, "precheck", answers(visit)),
        (-36, "consent_seen", {"form": "paper", "version": "2026-01", "signed_on": visit.at(-60).date().isoformat()}),
    )
    actions.attach_order(nurse, key, visit.order.pk, at=visit.at(-32))
    visit.chart((-30, "iv_site_placed", {"site": "forearm", "side": "left", "gauge": "22", "attempts": 1}))


def answers(visit: Visit) -> dict[str, Any]:
    """The pre-check of somebody to whom nothing new happened."""
    return {
        **ESCORT,
        "fasting_solid_since": visit.at(-60 * 9).isoformat(),
        "fasting_clear_liquid_since": visit.at(-60 * 4).isoformat(),
        "pregnancy_test": "negative" if visit.infusion.patient.may_be_pregnant else "not_applicable",
        "medicines": "confirmed",
        "allergies": "confirmed",
        "new_illness": False,
        "suicidality_asked": True,
        "suicidality_before": "none",
    }


def draw_up(visit: Visit) -> None:
    """Draws the drug up under a second pair of eyes."""
    second = visit.team.second.acting()
    drawn = {
        "product": PRODUCT,
        "lot": "KX2231",
        "expires_on": (visit.start + timedelta(days=300)).date().isoformat(),
        "container": "bag",
        "draw_volume_ul": visit.order.draw_ul,
        "vial_ug_per_ml": 50_000,
        "label": visit.label,
        "bag_volume_ul": visit.order.final_volume_ul,
    }
    nurse, at = visit.team.nurse.acting(), visit.at(-20)
    actions.draw_up(nurse, visit.infusion.pk, drawn, second=shown_by(second, at=at), at=at)


def measure_before(visit: Visit) -> None:
    """The baseline, and the prescriber's "go" on it."""
    visit.chart(
        (-12, "vitals", {**visit.course.vitals(-12), "temp_decicelsius": 367}),
        (-12, "moaas", {"score": 5}),
        (-12, "dissociation", {"score": 0}),
        (-12, "nausea", {"score": 0}),
        (-12, "orientation", oriented()),
        (-12, "on_monitor", {}),
    )
    prescriber = visit.team.prescriber.acting()
    proof = shown_by(prescriber, at=visit.at(-10))
    actions.decide_go_no_go(prescriber, visit.infusion.pk, decision="go", reason="", proof=proof, at=visit.at(-10))


def oriented() -> dict[str, bool]:
    """Knows who, where, when and why."""
    return dict.fromkeys(("person", "place", "time", "situation"), True)


def check_bedside(visit: Visit) -> None:
    """Patient, label and pump compared by two people, and the pump's display read."""
    nurse, second, at = visit.team.nurse.acting(), visit.team.second.acting(), visit.at(-6)
    actions.bedside_check(nurse, visit.infusion.pk, label=visit.label, second=shown_by(second, at=at), at=at)
    shown = {"rate_ul_per_h": visit.order.rate_ul_per_h, "vtbi_ul": visit.order.vtbi_ul, "pump": "P-02"}
    visit.chart((-5, "pump_shows", shown))


def start(visit: Visit) -> None:
    """Ready, and then the pump runs."""
    actions.confirm_ready(visit.team.nurse.acting(), visit.infusion.pk, at=visit.at(-2))
    visit.chart((0, "started", {"rate_ul_per_h": visit.order.rate_ul_per_h}))


def begin(visit: Visit, *, chair_id: UUID) -> None:
    """Everything up to a running pump."""
    arrive(visit, chair_id=chair_id)
    draw_up(visit)
    measure_before(visit)
    check_bedside(visit)
    start(visit)


def check(visit: Visit, minute: float, **vitals: Any) -> None:
    """One check at the chair: vital signs (some of them given), sedation, dissociation."""
    taken = {**visit.course.vitals(minute), **vitals}
    depth = visit.course.dissociation(minute)
    visit.chart(
        (minute, "vitals", taken),
        (minute, "moaas", {"score": 4 if depth >= 6 else 5}),
        (minute, "dissociation", {"score": depth}),
    )


def hand_over(visit: Visit, minute: float, *, note: str) -> None:
    """Gives the chair from the nurse to the second nurse, who signs for it."""
    nurse, second, at = visit.team.nurse.acting(), visit.team.second.acting(), visit.at(minute)
    proof = shown_by(second, at=at)
    actions.hand_over(nurse, visit.infusion.pk, note=note, proof=proof, outcome="taken", at=at)
