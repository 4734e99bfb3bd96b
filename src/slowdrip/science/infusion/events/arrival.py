"""Arrival: from the door to a decision to go, delay or cancel."""

from slowdrip.science.infusion.events.fields import choice, date, maybe, staff, text, timestamp, truth
from slowdrip.science.infusion.events.kinds import Group, Kind
from slowdrip.science.infusion.phases import Phase

ARRIVING = (Phase.EXPECTED, Phase.CHECKED_IN)

# The five thoughts items of the C-SSRS screener, lowest to highest; facts/clinical.md G [secondary].
SUICIDALITY = ("none", "item_1", "item_2", "item_3", "item_4", "item_5", "behaviour", "declined")

KINDS = (
    Kind(
        "checked_in",
        (maybe(staff("nurse")), maybe(text("chair", 40)), maybe(text("policy_version", 80))),
        Group.ARRIVAL,
        moves=Phase.CHECKED_IN,
        moves_from=(Phase.EXPECTED,),
    ),
    Kind("chair_changed", (text("chair", 40), maybe(text("from_chair", 40))), Group.ARRIVAL),
    Kind(
        "identity_confirmed",
        (
            choice("method", "name_and_birth_date", "photo_id", "wristband", "known_to_staff"),
            maybe(staff("second_person")),
        ),
        Group.ARRIVAL,
        moves=Phase.PREPARING,
        moves_from=ARRIVING,
    ),
    Kind(
        "precheck",
        (
            maybe(timestamp("fasting_solid_since")),
            maybe(timestamp("fasting_clear_liquid_since")),
            maybe(text("escort_name", 120)),
            maybe(text("escort_phone", 40)),
            maybe(truth("escort_seen")),
            maybe(choice("pregnancy_test", "negative", "positive", "not_applicable", "declined")),
            maybe(choice("medicines", "confirmed", "changed")),
            maybe(text("medicines_change", 2000)),
            maybe(choice("allergies", "confirmed", "changed")),
            maybe(text("allergies_change", 2000)),
            maybe(truth("new_illness")),
            maybe(text("new_illness_note", 2000)),
            maybe(truth("suicidality_asked")),
            maybe(choice("suicidality_before", *SUICIDALITY)),
        ),
        Group.ARRIVAL,
        moves=Phase.PREPARING,
        moves_from=ARRIVING,
        one_of=(
            "fasting_solid_since",
            "fasting_clear_liquid_since",
            "escort_name",
            "escort_phone",
            "escort_seen",
            "pregnancy_test",
            "medicines",
            "allergies",
            "new_illness",
            "suicidality_asked",
            "suicidality_before",
        ),
    ),
    Kind(
        "go_no_go",
        (
            choice("decision", "go", "delay", "cancel"),
            staff("prescriber"),
            maybe(text("reason", 2000)),
            maybe(timestamp("decide_again_at")),
        ),
        Group.ARRIVAL,
        moves=Phase.PREPARING,
        moves_from=ARRIVING,
    ),
    Kind(
        "consent_seen",
        (choice("form", "scan", "paper"), text("version", 80), date("signed_on")),
        Group.ARRIVAL,
        moves=Phase.PREPARING,
        moves_from=ARRIVING,
    ),
    # The patient says no, at any time; what they say yes to again counts only before the start.
    Kind("consent_withdrawn", (maybe(text("note", 500)),), Group.ARRIVAL),
    Kind("consent_renewed", (text("note", 500),), Group.ARRIVAL),
)
