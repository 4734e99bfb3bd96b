"""Closing: the bag counted, recovery scored, instructions given, and one true ending."""

from slowdrip.science.infusion.events.arrival import SUICIDALITY
from slowdrip.science.infusion.events.fields import Field, choice, integer, maybe, staff, text, timestamp, truth, ul
from slowdrip.science.infusion.events.kinds import Group, Kind
from slowdrip.science.infusion.phases import BEFORE_DRIP, DURING_DRIP, Phase

# Modified Aldrete, five items of 0 to 2; facts/clinical.md E [published].
ALDRETE = ("activity", "respiration", "circulation", "consciousness", "saturation")
NOT_STARTED = (
    "patient_cancelled",
    "no_show",
    "no_escort",
    "not_fasted",
    "blood_pressure",
    "other_vitals",
    "new_illness",
    "pregnancy",
    "medicines",
    "suicidality",
    "no_iv_access",
    "prescriber_decision",
    "staffing",
    "supply",
    "other",
)
OPEN = (*BEFORE_DRIP, *DURING_DRIP, Phase.RECOVERY)


def _ending(code: str, *fields: Field) -> Kind:
    usual = BEFORE_DRIP if code == "not_started" else OPEN
    return Kind(code, (*fields, maybe(text("note", 4000))), Group.ENDING, moves=Phase.ENDED, moves_from=usual)


KINDS = (
    Kind(
        "pump_read",
        (maybe(ul("pump_volume_ul")), maybe(ul("residual_ul"))),
        Group.CLOSING,
        one_of=("pump_volume_ul", "residual_ul"),
    ),
    # "bag" is whatever hangs (a bag or a pump's syringe), "draw_up" the undiluted drug while drawing up. What stayed in
    # a vial was never drawn, so it is not part of this drip's account.
    Kind(
        "wasted",
        (
            ul("volume_ul"),
            choice("container", "bag", "line", "draw_up", "vial"),
            staff("witness"),
            maybe(text("label", 80)),
        ),
        Group.CLOSING,
    ),
    Kind(
        "recovery_score",
        (
            *(maybe(integer(name, 0, 2)) for name in ALDRETE),
            maybe(choice("gait", "steady", "assisted", "unable")),
        ),
        Group.CLOSING,
        one_of=(*ALDRETE, "gait"),
        together=(ALDRETE,),
    ),
    Kind(
        "suicidality_after",
        (choice("answer", *SUICIDALITY), maybe(truth("clinician_told")), maybe(text("note", 2000))),
        Group.CLOSING,
    ),
    Kind("escort_seen", (text("name", 120), maybe(text("relation", 60)), maybe(text("phone", 40))), Group.CLOSING),
    # Nothing the patient signs counts within 24 h of the start, so only the escort can sign.
    Kind(
        "instructions_given",
        (
            truth("receipt_signed_by_escort"),
            truth("phone_number_given"),
            maybe(text("escort_name", 120)),
            maybe(text("version", 80)),
        ),
        Group.CLOSING,
    ),
    _ending("discharged", maybe(text("escort_name", 120)), maybe(text("transport", 80))),
    _ending(
        "transferred_ems",
        text("reason", 500),
        maybe(text("destination", 120)),
        maybe(text("handed_to", 120)),
    ),
    _ending("left_against_advice", truth("risks_explained"), maybe(staff("witness"))),
    _ending("left_unseen", maybe(timestamp("last_seen_at")), maybe(truth("reached_by_phone"))),
    _ending("escort_never_came", text("arrangement", 500)),
    _ending("not_started", choice("why", *NOT_STARTED)),
)
