"""Preparation: the order in force, the line, the bag and the pump."""

from slowdrip.science.infusion.events.fields import (
    choice,
    date,
    integer,
    maybe,
    rate,
    seconds,
    staff,
    text,
    timestamp,
    ug,
    ul,
)
from slowdrip.science.infusion.events.kinds import Group, Kind
from slowdrip.science.infusion.phases import Phase

BEFORE_PREPARING = (Phase.EXPECTED, Phase.CHECKED_IN)

KINDS = (
    # The verified order now in force; a replaced order, also mid-drip, is a later one of these. `dose_ug` is the
    # ketamine base in the whole bag of `total_volume_ul`; `vtbi_ul` counts from the hanging of the bag.
    Kind(
        "order_attached",
        (
            text("order_id", 64),
            integer("order_version", 1, 10_000),
            ug("dose_ug"),
            ul("total_volume_ul"),
            rate(),
            ul("vtbi_ul"),
            seconds("duration_s"),
            maybe(ul("draw_volume_ul", 100_000)),
            maybe(staff("verified_by")),
        ),
        Group.PREPARATION,
    ),
    Kind(
        "iv_site_placed",
        (
            text("site", 80),
            choice("side", "left", "right"),
            maybe(text("gauge", 20)),
            maybe(integer("attempts", 1, 20)),
        ),
        Group.PREPARATION,
        moves=Phase.PREPARING,
        moves_from=BEFORE_PREPARING,
    ),
    Kind(
        "iv_site_checked",
        (choice("finding", "patent", "pain", "swelling", "redness", "leak", "blood"), maybe(text("note", 500))),
        Group.PREPARATION,
    ),
    Kind(
        "iv_site_removed",
        (maybe(choice("finding", "intact", "bleeding", "swelling", "redness")), maybe(text("note", 500))),
        Group.PREPARATION,
    ),
    # `label` names the bag: a second vial drawn under the same label goes into the same bag.
    Kind(
        "drawn_up",
        (
            text("product", 120),
            text("lot", 60),
            date("expires_on"),
            choice("container", "bag", "syringe"),
            ul("draw_volume_ul", 100_000),
            integer("vial_ug_per_ml", 1, 200_000, unit="µg/mL"),
            text("label", 80),
            maybe(ul("bag_volume_ul")),
            maybe(staff("second_person")),
        ),
        Group.PREPARATION,
        moves=Phase.PREPARING,
        moves_from=BEFORE_PREPARING,
    ),
    Kind(
        "bedside_check",
        (staff("first_person"), staff("second_person"), maybe(text("label", 80))),
        Group.PREPARATION,
        moves=Phase.PREPARING,
        moves_from=BEFORE_PREPARING,
    ),
    # What the pump's display says. Its VTBI is what it will still give from this moment on.
    Kind("pump_shows", (rate(), ul("vtbi_ul"), maybe(text("pump", 60))), Group.PREPARATION),
    # Written when every gate of "ready" is open; names who must be in the building.
    Kind(
        "ready_confirmed",
        (staff("acls_clinician"), staff("second_person"), maybe(timestamp("rescue_kit_checked_at"))),
        Group.PREPARATION,
        moves=Phase.READY,
        moves_from=(Phase.EXPECTED, Phase.CHECKED_IN, Phase.PREPARING),
    ),
)
