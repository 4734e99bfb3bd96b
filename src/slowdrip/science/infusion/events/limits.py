"""Alarm limits of one drip's own: set by a prescriber with a reason, and signed."""

from slowdrip.science.infusion.events.fields import integer, maybe, staff, text
from slowdrip.science.infusion.events.kinds import Group, Kind

OWN_LIMITS = (
    "sbp_high_mmhg",
    "dbp_high_mmhg",
    "hr_high_per_min",
    "hr_low_per_min",
    "spo2_low_pct",
    "rr_low_per_min",
)
LIMITS_SET = "limits_set"
VOIDED_AT = "voided_at"
"""With a set that was voided: until when it held. No payload that is stored has it; the record knows it by the void."""

KINDS = (
    # The whole set each time: what is left empty is the policy's again, all of it too.
    Kind(
        LIMITS_SET,
        (
            maybe(integer("sbp_high_mmhg", 100, 300, unit="mmHg")),
            maybe(integer("dbp_high_mmhg", 50, 200, unit="mmHg")),
            maybe(integer("hr_high_per_min", 80, 220, unit="/min")),
            maybe(integer("hr_low_per_min", 20, 79, unit="/min")),
            maybe(integer("spo2_low_pct", 60, 99, unit="%")),
            maybe(integer("rr_low_per_min", 2, 25, unit="/min")),
            text("reason", 500),
            staff("prescriber"),
        ),
        Group.LIMITS,
        ordered=(("dbp_high_mmhg", "sbp_high_mmhg"),),
    ),
)
