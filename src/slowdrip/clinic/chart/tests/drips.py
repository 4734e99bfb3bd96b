"""Drips for the tests of the chart: a whole day typed minute by minute, through the same steps that the actions use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Chair, Infusion, InfusionEvent
from slowdrip.clinic.infusion.projecting import fold_anew
from slowdrip.clinic.infusion.reconciling import reconcile
from slowdrip.clinic.infusion.steps import locked, refold, store
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.steps import sign
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.tests.ordering import proof_of, verify, weigh, write
from slowdrip.science.infusion import InfusionState
from tests.cast import DAY, Cast, Person

START: Final = DAY + timedelta(minutes=30)
RENEE: Final = PatientFacts(
    legal_given="Renée", legal_family="Okafor", birth_date=date(1971, 5, 3), sex_for_dosing="female", mrn="K-000417"
)
Step = tuple[int, str, Mapping[str, Any]]


def vitals(sbp: int, dbp: int, hr: int, spo2: int) -> dict[str, Any]:
    """A whole set of vital signs."""
    told = {"sbp_mmhg": sbp, "dbp_mmhg": dbp, "hr_per_min": hr, "spo2_pct": spo2}
    return {**told, "arm": "left", "posture": "sitting", "oxygen": "air"}


BEFORE: Final[tuple[Step, ...]] = (
    (-22, "checked_in", {"chair": "2", "policy_version": "1"}),
    (-20, "identity_confirmed", {"method": "name_and_birth_date"}),
    (-19, "precheck", {"medicines": "confirmed", "suicidality_asked": True, "suicidality_before": "none"}),
    (-18, "vitals", vitals(138, 84, 72, 98)),
    (-18, "moaas", {"score": 5}),
    (-10, "iv_site_placed", {"site": "forearm", "side": "left", "gauge": "22 G"}),
    (-5, "pump_shows", {"rate_ul_per_h": 150_000, "vtbi_ul": 100_000}),
)
DURING: Final[tuple[Step, ...]] = (
    (0, "started", {"rate_ul_per_h": 150_000}),
    (5, "vitals", vitals(146, 90, 78, 98)),
    (12, "paused", {"reason": "bathroom"}),
    (15, "resumed", {"rate_ul_per_h": 150_000}),
    (16, "vitals", vitals(158, 97, 88, 97)),
    (18, "symptom_started", {"symptom": "nausea", "grade": "mild"}),
    (20, "symptom_changed", {"symptom": "nausea", "grade": "moderate"}),
    (21, "vitals", vitals(166, 102, 90, 97)),
    (22, "medication_given", {
        "drug": "Ondansetron", "dose": "4", "unit": "mg", "route": "iv", "indication": "nausea",
    }),
    (26, "vitals", vitals(182, 110, 94, 96)),
    (29, "vitals", vitals(184, 112, 96, 97)),
    (30, "symptom_ended", {"symptom": "nausea"}),
)  # fmt: skip
COMPLETED: Final[tuple[Step, ...]] = (
    (34, "vitals", vitals(164, 96, 88, 97)),
    (43, "completed", {}),
    (45, "pump_read", {"pump_volume_ul": 99_500, "residual_ul": 500}),
)
HOME: Final[tuple[Step, ...]] = (
    (60, "vitals", vitals(150, 90, 80, 98)),
    (90, "iv_site_removed", {"finding": "intact"}),
    (108, "vitals", vitals(142, 88, 74, 98)),
    (108, "moaas", {"score": 5}),
    (108, "orientation", {"person": True, "place": True, "time": True, "situation": True}),
    (110, "discharged", {"escort_name": "Tomás", "transport": "car"}),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One drip with its people."""

    cast: Cast
    infusion: Infusion
    order: Order
    start: datetime

    @property
    def state(self) -> InfusionState:
        """The drip as its events stand now."""
        return fold_anew(self.infusion.pk)

    def at(self, minute: int) -> datetime:
        """The instant of a minute since the start."""
        return self.start + timedelta(minutes=minute)

    def chart(self, steps: Iterable[Step], *, by: Person | None = None, late_min: int = 0) -> None:
        """Types these steps, each when it happens or so many minutes later."""
        for minute, kind, payload in steps:
            self.enter(kind, payload, minute=minute, by=by, late_min=late_min)

    def enter(
        self, kind: str, payload: Mapping[str, Any], *, minute: int, by: Person | None = None, late_min: int = 0
    ) -> UUID:
        """Types one event and gives its id."""
        actor = (by or self.cast.nurse).acting
        draft = Draft(kind, payload, self.at(minute))
        with act(actor, at=self.at(minute + late_min)) as tx:
            infusion = locked(actor, self.infusion.pk)
            state = store(tx, infusion, [draft])
            reconcile(tx, infusion, state)
        return draft.id

    def signed(self, kind: str, payload: dict[str, Any], *, minute: int, meaning: str, signer: Person) -> None:
        """Types one event that a second person signs."""
        actor, at = self.cast.nurse.acting, self.at(minute)
        draft = Draft(kind, payload, at)
        with act(actor, at=at) as tx:
            infusion = locked(actor, self.infusion.pk)
            store(tx, infusion, [draft])
            sign(tx, proof_of(signer, at), infusion, meaning=meaning, document={"event": draft.id, **payload})

    def void(self, event_id: UUID, *, reason: str, minute: int) -> None:
        """Voids one event."""
        actor = self.cast.nurse.acting
        with act(actor, at=self.at(minute)) as tx:
            infusion = locked(actor, self.infusion.pk)
            tx.void(InfusionEvent.objects.get(id=event_id), reason=reason)
            refold(tx, infusion)

    def prepare(self) -> None:
        """From the door to a pump that waits, with two signatures."""
        second = str(self.cast.second_nurse.member.actor_id)
        self.chart(BEFORE)
        self.enter("order_attached", attached(self.order), minute=-9)
        drawn = {
            "product": "Ketamine", "lot": "24K081", "expires_on": "2027-06-30", "container": "bag",
            "draw_volume_ul": 800, "vial_ug_per_ml": 50_000, "label": "bag-1", "bag_volume_ul": 100_000,
            "second_person": second,
        }  # fmt: skip
        meaning = "drawn_up.second_person"
        self.signed("drawn_up", drawn, minute=-8, meaning=meaning, signer=self.cast.second_nurse)
        checked = {"first_person": str(self.cast.nurse.member.actor_id), "second_person": second, "label": "bag-1"}
        meaning = "bedside_check.second_person"
        self.signed("bedside_check", checked, minute=-6, meaning=meaning, signer=self.cast.second_nurse)

    def waste(self, volume_ul: int, *, minute: int, container: str = "bag") -> None:
        """Throws drug away before a witness."""
        witness = self.cast.second_nurse
        payload = {"volume_ul": volume_ul, "container": container, "witness": str(witness.member.actor_id)}
        self.signed("wasted", payload, minute=minute, meaning="wasted.witness", signer=witness)


def attached(order: Order) -> dict[str, Any]:
    """What the event says of an order."""
    return {
        "order_id": str(order.pk), "order_version": 1, "dose_ug": order.dose_ug, "rate_ul_per_h": order.rate_ul_per_h,
        "total_volume_ul": order.final_volume_ul, "vtbi_ul": order.vtbi_ul, "duration_s": order.duration_s,
        "draw_volume_ul": order.draw_ul,
    }  # fmt: skip


def renee(cast: Cast) -> Patient:
    """The one patient of a file: 80 kg, measured and re-read, in a clinic with the default policy."""
    known: Patient | None = Patient.objects.visible_to(cast.system).filter(mrn=RENEE.mrn).first()
    if known is not None:
        return known
    adopt_default(cast.system, at=DAY)
    adopt_default(cast.outside_system, at=DAY)
    patient = register_patient(cast.desk.acting, RENEE, at=DAY)
    weigh(cast, patient, kg="80", cm="172")
    return patient


def visit_of(cast: Cast, patient: Patient, *, number: int = 1, start: datetime = START) -> Visit:
    """A visit with a signed and verified order: 40 mg in 100 mL at 150 mL/h, 40 min. Nothing has happened yet."""
    order = write(cast, patient)
    verify(cast, order, by=cast.second_nurse)
    policy = policy_in_force(cast.harbor.pk).version
    with act(cast.system, at=DAY) as tx:
        chair, _made = Chair.objects.get_or_create(clinic=cast.harbor, name="2")
        who = {"clinic": cast.harbor, "patient": patient, "order": order, "policy": policy}
        infusion = Infusion(**who, chair=chair, planned_at=start, number=number)
        tx.insert(infusion)
        tx.wrote("infusion.expected", infusion)
    return Visit(cast, infusion, order, start)


def whole_day(cast: Cast) -> Visit:
    """A day from the door to home: a pause, nausea, an urgent pressure, a void, a late entry, waste, discharge."""
    visit = visit_of(cast, renee(cast))
    visit.prepare()
    visit.chart(DURING)
    slip = visit.enter("vitals", {"sbp_mmhg": 116, "dbp_mmhg": 102}, minute=31)
    visit.void(slip, reason="typing", minute=32)
    visit.enter("help_called", {"who": "prescriber"}, minute=30, late_min=4)
    answer_alarms(visit, minute=35)
    visit.chart(COMPLETED)
    visit.waste(500, minute=50)
    visit.waste(9_200, minute=51, container="vial")
    answer_alarms(visit, minute=107)
    visit.chart(HOME)
    return visit


def answer_alarms(visit: Visit, *, minute: int) -> None:
    """Acknowledges and resolves every open alarm that calls."""
    for key, alarm in visit.state.open_alarms.items():
        if alarm.tier == "advisory":
            continue
        visit.enter("alarm_acknowledged", {"alarm_id": key}, minute=minute)
        reason = "treated" if alarm.rule == "blood_pressure" else "check_charted"
        visit.enter("alarm_resolved", {"alarm_id": key, "reason": reason}, minute=minute + 1)
