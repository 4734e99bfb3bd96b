"""An emergency at the chair: it began, what was done and when, it is over. Nothing in it waits for anything."""

from slowdrip.science.infusion.events.fields import choice, decimal, maybe, text
from slowdrip.science.infusion.events.kinds import Group, Kind

# What is done with the hands and has no kind of its own. "pump_off" is for a pump that does not run by the record: when
# it does, stopping it is the event "stopped". Calls and arrivals of help, and medicines, have their own kinds too.
STEPS = (
    "pump_off",
    "oxygen_on",
    "airway_opened",
    "bag_valve_mask",
    "suction",
    "aed_on",
    "shock_given",
    "cpr_started",
    "cpr_stopped",
    "iv_access_lost",
    "responsive_again",
)

KINDS = (
    Kind("emergency_began", (maybe(text("note", 500)),), Group.EMERGENCY),
    Kind(
        "emergency_step",
        (choice("step", *STEPS), maybe(decimal("oxygen_l_per_min", 0, 60, unit="L/min")), maybe(text("note", 500))),
        Group.EMERGENCY,
    ),
    Kind("emergency_over", (maybe(text("note", 500)),), Group.EMERGENCY),
)
