"""What happened at the finished drips: most went as planned, one each did not."""

from collections.abc import Callable, Mapping

from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.science.infusion import delivered_ul

from .leaving import complete, discharge, recover, waste
from .walk import Visit, check

CHECKS_MIN = (5, 10, 15, 25, 35)


def as_planned(visit: Visit) -> None:
    """Forty minutes, an hour of recovery, home."""
    for minute in CHECKS_MIN:
        check(visit, minute)
    complete(visit)
    recover(visit)
    discharge(visit)


def drowsy(visit: Visit) -> None:
    """As planned, with a passing nausea and dizziness."""
    check(visit, 5)
    check(visit, 10)
    check(visit, 15)
    visit.chart((19, "symptom_started", {"symptom": "dizziness", "grade": "mild", "action": "reassured"}))
    check(visit, 25)
    visit.chart((28, "symptom_started", {"symptom": "nausea", "grade": "mild", "relation": "probable"}))
    check(visit, 35)
    complete(visit)
    check(visit, 45)
    visit.chart((52, "symptom_ended", {"symptom": "nausea"}), (52, "symptom_ended", {"symptom": "dizziness"}))
    for minute in (60, 75, 90):
        check(visit, minute)
    discharge(visit)


def pressure_alarm(visit: Visit) -> None:
    """Two urgent pressures in a row: alarm, the pump paused, better, resumed."""
    for minute in (5, 10, 15):
        check(visit, minute)
    check(visit, 25, sbp_mmhg=184, dbp_mmhg=104)
    check(visit, 28, sbp_mmhg=188, dbp_mmhg=106)
    _answer(visit, minute=29)
    visit.chart((29, "paused", {"reason": "blood_pressure"}), (29, "help_called", {"who": "prescriber"}))
    visit.chart((31, "help_arrived", {"who": "prescriber"}))
    check(visit, 32, sbp_mmhg=176, dbp_mmhg=98)
    check(visit, 36, sbp_mmhg=162, dbp_mmhg=92)
    _resolve(visit, minute=37, reason="pump_paused")
    visit.chart((38, "resumed", {"rate_ul_per_h": visit.order.rate_ul_per_h}))
    check(visit, 46, sbp_mmhg=158, dbp_mmhg=90)
    complete(visit, 49)
    recover(visit, 49)
    discharge(visit, 49)


def _answer(visit: Visit, *, minute: float) -> None:
    nurse = visit.team.nurse.acting()
    for alarm_id in _calling(visit):
        actions.acknowledge(nurse, visit.infusion.pk, alarm_id, at=visit.at(minute))


def _resolve(visit: Visit, *, minute: float, reason: str) -> None:
    nurse = visit.team.nurse.acting()
    for alarm_id in _calling(visit):
        actions.resolve(nurse, visit.infusion.pk, alarm_id, reason=reason, at=visit.at(minute))


def _calling(visit: Visit) -> list[str]:
    alarms = visit.state().open_alarms
    return [key for key, alarm in alarms.items() if alarm.tier != "advisory"]


def stopped_early(visit: Visit) -> None:
    """Too much for the patient: stopped, stayed with, what was left wasted before a witness."""
    for minute in (5, 10, 15):
        check(visit, minute)
    distress = {"symptom": "dissociation_distress", "grade": "severe", "relation": "certain", "action": "stopped"}
    visit.chart((21, "symptom_started", distress), (22, "stopped", {}))
    visit.chart((23, "stop_reason", {"reason": "patient_request", "note": "asked twice to stop"}))
    check(visit, 25)
    _count_and_waste(visit, minute=27)
    visit.chart((38, "symptom_ended", {"symptom": "dissociation_distress"}))
    for minute in (40, 55, 70):
        check(visit, minute)
    discharge(visit, 22)


def _count_and_waste(visit: Visit, *, minute: float) -> None:
    given_ul = round(delivered_ul(visit.state(), visit.at(minute)))
    left_ul = visit.order.final_volume_ul - given_ul
    visit.chart((minute, "pump_read", {"pump_volume_ul": given_ul, "residual_ul": left_ul}))
    waste(visit, left_ul, minute + 2)


def taken_by_ems(visit: Visit) -> None:
    """Chest pain in the middle: the alarm answered, the pump stopped, help, and the ambulance."""
    for minute in (5, 10, 15):
        check(visit, minute)
    pain = {"symptom": "chest_pain", "grade": "severe", "seriousness": "serious", "action": "transferred"}
    visit.chart((18, "symptom_started", pain), (18, "stopped", {"reason": "emergency"}))
    _answer(visit, minute=18.25)
    visit.chart((19, "help_called", {"who": "prescriber"}), (19, "help_called", {"who": "ems"}))
    check(visit, 20, sbp_mmhg=168, dbp_mmhg=96)
    visit.chart((21, "help_arrived", {"who": "prescriber"}))
    _count_and_waste(visit, minute=26)
    visit.chart((31, "help_arrived", {"who": "ems"}))
    check(visit, 32)
    _resolve(visit, minute=35, reason="handed_to_ems")
    told = {"reason": "chest pain during the drip", "destination": "Harbor General", "handed_to": "medic unit 12"}
    nurse = visit.team.nurse.acting()
    actions.end_otherwise(nurse, visit.infusion.pk, "transferred_ems", told, at=visit.at(36))


def corrected(visit: Visit) -> None:
    """As planned, with one slip of the finger that was voided and typed again."""
    check(visit, 5)
    check(visit, 10, sbp_mmhg=213, dbp_mmhg=74)
    slip = InfusionEvent.objects.filter(infusion=visit.infusion, kind="vitals").order_by("-occurred_at", "-id")[0]
    actions.void_event(visit.team.nurse.acting(), slip.pk, reason="typed 213 for 123", at=visit.at(10.5))
    check(visit, 11, sbp_mmhg=123, dbp_mmhg=74)
    _resolve(visit, minute=11.5, reason="entered_by_mistake")
    for minute in (15, 25, 35):
        check(visit, minute)
    complete(visit)
    recover(visit)
    discharge(visit)


STORIES: Mapping[str, Callable[[Visit], None]] = {
    "as_planned": as_planned,
    "drowsy": drowsy,
    "pressure_alarm": pressure_alarm,
    "stopped_early": stopped_early,
    "taken_by_ems": taken_by_ems,
    "corrected": corrected,
}
