"""The codes that a text or list value may take, by the last part of its key."""

from slowdrip.knowledge.types.codes import (
    ASKED_SCALES,
    CALLED_ROLES,
    CHANNELS,
    CREDENTIALS,
    EMERGENCY_SYMPTOMS,
    ROLES,
    TIERS,
    WEIGHT_BASES,
)

CHOICES: dict[str, tuple[str, ...]] = {
    "channels": CHANNELS,
    "continuous_channels": CHANNELS,
    "recheck_channels": CHANNELS,
    "escalation_roles": CALLED_ROLES,
    "dosing_bases": WEIGHT_BASES,
    "symptoms": EMERGENCY_SYMPTOMS,
    "tier": TIERS,
    "action": ("caution", "do_not_start"),
    "order_verifier_roles": ROLES,
    "draw_up_second_roles": ROLES,
    "waste_witness_roles": ROLES,
    "taker_roles": ROLES,
    "second_person_credential": CREDENTIALS,
    "counted_from": ("dose", "end"),
    "gait": ("steady", "assisted"),
    "driving": ("next_day_after_sleep", "after_24_h"),
    "weekly_scales": ASKED_SCALES,
    "ptsd_scales": ASKED_SCALES,
    "drug": ("ketamine_racemic",),
    "salt": ("hydrochloride",),
    "labelled_as": ("base", "salt"),
    "fluid": ("sodium_chloride_0_9_percent", "dextrose_5_percent_in_water"),
}
