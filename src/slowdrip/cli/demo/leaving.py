"""From the end of a drip to the door."""

from slowdrip.clinic.infusion import actions

from .team import shown_by
from .walk import ESCORT, Visit, check, oriented

ENDS_MIN = 40.0
RECOVERY_CHECKS_MIN = (5, 20, 35, 50)


def complete(visit: Visit, minute: float = ENDS_MIN) -> None:
    """The bag has run in, and the pump's count is read."""
    visit.chart((minute, "completed", {}))
    read = {"pump_volume_ul": visit.order.vtbi_ul, "residual_ul": visit.order.final_volume_ul - visit.order.vtbi_ul}
    visit.chart((minute + 1, "pump_read", read))


def recover(visit: Visit, end: float = ENDS_MIN) -> None:
    """The checks of the hour afterwards."""
    for after in RECOVERY_CHECKS_MIN:
        check(visit, end + after)


def last_look(visit: Visit, minute: float) -> None:
    """Everything that the gates before the door ask for."""
    visit.chart(
        (minute, "vitals", visit.course.vitals(minute)),
        (minute, "moaas", {"score": 5}),
        (minute, "orientation", oriented()),
        (minute, "dissociation", {"score": 0}),
        (minute, "nausea", {"score": 0}),
        (minute, "recovery_score", {**dict.fromkeys(_ALDRETE, 2), "gait": "steady"}),
        (minute, "suicidality_after", {"answer": "none"}),
    )
    visit.chart(
        (minute + 1, "iv_site_removed", {"finding": "intact"}),
        (minute + 1, "escort_seen", {"name": ESCORT["escort_name"], "phone": ESCORT["escort_phone"]}),
        (
            minute + 2,
            "instructions_given",
            {"receipt_signed_by_escort": True, "phone_number_given": True, "escort_name": ESCORT["escort_name"]},
        ),
    )


_ALDRETE = ("activity", "respiration", "circulation", "consciousness", "saturation")


def discharge(visit: Visit, end: float = ENDS_MIN) -> None:
    """The last look, and home with the escort."""
    last_look(visit, end + 60)
    nurse, at = visit.team.nurse.acting(), visit.at(end + 64)
    payload = {"escort_name": ESCORT["escort_name"], "transport": "car"}
    actions.discharge(nurse, visit.infusion.pk, payload, proof=shown_by(nurse, at=at), at=at)


def waste(visit: Visit, volume_ul: int, minute: float) -> None:
    """What is left in the bag, thrown away before a witness."""
    nurse, second, at = visit.team.nurse.acting(), visit.team.second.acting(), visit.at(minute)
    payload = {"volume_ul": volume_ul, "container": "bag", "label": visit.label}
    actions.waste(nurse, visit.infusion.pk, payload, witness=shown_by(second, at=at), at=at)
