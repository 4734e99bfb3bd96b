"""Observations: measured and asked, before, during and after (the phase is derived, never typed)."""

from slowdrip.science.infusion.events.fields import Field, choice, decimal, integer, maybe, text, timestamp, truth
from slowdrip.science.infusion.events.kinds import Group, Kind

VITALS = ("sbp_mmhg", "dbp_mmhg", "hr_per_min", "spo2_pct", "rr_per_min", "temp_decicelsius")
SCALES = {"moaas": 5, "dissociation": 10, "nausea": 10, "anxiety": 10, "pain": 10}
ORIENTATION = ("person", "place", "time", "situation")


def _scale(code: str, high: int) -> Kind:
    score: Field = integer("score", 0, high)
    return Kind(code, (score, maybe(text("note", 500))), Group.OBSERVATION)


KINDS = (
    Kind(
        "vitals",
        (
            maybe(integer("sbp_mmhg", 20, 320, unit="mmHg")),
            maybe(integer("dbp_mmhg", 5, 250, unit="mmHg")),
            maybe(choice("arm", "left", "right")),
            maybe(choice("posture", "sitting", "reclining", "lying", "standing")),
            maybe(integer("hr_per_min", 0, 320, unit="/min")),
            maybe(integer("spo2_pct", 20, 100, unit="%")),
            maybe(choice("oxygen", "air", "supplemental")),
            maybe(decimal("oxygen_l_per_min", 0, 60, unit="L/min")),
            maybe(integer("rr_per_min", 0, 90, unit="/min")),
            maybe(integer("temp_decicelsius", 250, 450, unit="0.1 °C")),
            maybe(truth("repeat")),
            maybe(text("note", 500)),
        ),
        Group.OBSERVATION,
        one_of=VITALS,
        together=(("sbp_mmhg", "dbp_mmhg"),),
        ordered=(("dbp_mmhg", "sbp_mmhg"),),
    ),
    *(_scale(code, high) for code, high in SCALES.items()),
    Kind("orientation", tuple(truth(name) for name in ORIENTATION), Group.OBSERVATION),
    Kind("on_monitor", (), Group.OBSERVATION),
    Kind("off_monitor", (maybe(text("reason", 500)), maybe(timestamp("back_at"))), Group.OBSERVATION),
    # Which device measures this patient: `device` is the identity it sends, `name` what stands on its casing.
    Kind("monitor_paired", (text("device", 120), text("name", 120)), Group.OBSERVATION),
    Kind(
        "monitor_unpaired",
        (text("device", 120), text("name", 120), choice("released", "by_hand", "visit_ended")),
        Group.OBSERVATION,
    ),
)
