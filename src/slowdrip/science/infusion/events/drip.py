"""The drip: what was done to the pump, said by the person who did it."""

from slowdrip.science.infusion.events.fields import choice, maybe, rate, text
from slowdrip.science.infusion.events.kinds import Group, Kind
from slowdrip.science.infusion.phases import DURING_DRIP, Phase

PAUSE_REASONS = (
    "symptom",
    "blood_pressure",
    "patient_request",
    "iv_problem",
    "pump_problem",
    "bathroom",
    "new_bag",
    "other",
)
STOP_REASONS = (
    "adverse_event",
    "patient_request",
    "prescriber_decision",
    "iv_problem",
    "pump_problem",
    "emergency",
    "other",
)

KINDS = (
    Kind("started", (rate(),), Group.DRIP, moves=Phase.RUNNING, moves_from=(Phase.READY,)),
    Kind("rate_changed", (rate(), maybe(text("reason", 500))), Group.DRIP),
    Kind(
        "paused",
        (maybe(choice("reason", *PAUSE_REASONS)),),
        Group.DRIP,
        moves=Phase.PAUSED,
        moves_from=(Phase.RUNNING,),
    ),
    Kind("resumed", (maybe(rate()),), Group.DRIP, moves=Phase.RUNNING, moves_from=(Phase.PAUSED,)),
    # One tap stops; the reason may follow as its own event.
    Kind(
        "stopped",
        (maybe(choice("reason", *STOP_REASONS)), maybe(text("note", 2000))),
        Group.DRIP,
        moves=Phase.RECOVERY,
        moves_from=DURING_DRIP,
    ),
    Kind("stop_reason", (choice("reason", *STOP_REASONS), maybe(text("note", 2000))), Group.DRIP),
    Kind("completed", (), Group.DRIP, moves=Phase.RECOVERY, moves_from=DURING_DRIP),
)
