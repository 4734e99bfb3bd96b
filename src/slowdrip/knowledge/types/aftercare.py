"""What a clinic decides about the time after the drip: whom to call in a crisis, when to ask, how fast risk is met."""

from dataclasses import dataclass

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class Crisis:
    """Numbers that a patient reads before and after every answer about self-harm; `none` where the clinic has none."""

    line_number: Sourced[str]
    emergency_number: Sourced[str]
    local_name: Sourced[str]
    local_number: Sourced[str]


@dataclass(frozen=True, slots=True)
class Asking:
    """When patients are asked how they are; hours count from the end of a drip, clock hours are the patient's own."""

    first_mood_after_h: Sourced[int]
    second_mood_after_h: Sourced[int]
    diary_after_h: Sourced[int]
    weekly_scales: Sourced[tuple[str, ...]]
    ptsd_scales: Sourced[tuple[str, ...]]
    phq9_every_days: Sourced[int]
    weekly_every_days: Sourced[int]
    maintenance_every_days: Sourced[int]
    first_later_after_days: Sourced[int]
    second_later_after_days: Sourced[int]
    third_later_after_days: Sourced[int]
    bladder_every_days: Sourced[int]
    quiet_from_hour: Sourced[int]
    quiet_until_hour: Sourced[int]
    asks_per_day_at_most: Sourced[int]
    mood_open_h: Sourced[int]
    scales_open_days: Sourced[int]
    remind_after_h: Sourced[int]
    reminders_at_most: Sourced[int]
    link_lasts_days: Sourced[int]


@dataclass(frozen=True, slots=True)
class Risk:
    """How fast a sign of suicide risk is met, by whom, and for how long a signed plan holds."""

    screen_urgent_within_min: Sourced[int]
    screen_review_within_min: Sourced[int]
    act_high_within_min: Sourced[int]
    act_moderate_within_min: Sourced[int]
    act_low_within_days: Sourced[int]
    escalate_every_min: Sourced[int]
    remind_before_min: Sourced[int]
    silence_after_h: Sourced[int]
    read_text_within_h: Sourced[int]
    known_ideation_lasts_days: Sourced[int]
    worse_by_phq9_points: Sourced[int]


@dataclass(frozen=True, slots=True)
class AdverseEvents:
    """How soon an adverse event is looked at again, and what a bladder screen leads to."""

    look_again_within_days: Sourced[int]
    serious_within_h: Sourced[int]
    bladder_symptoms_at_least: Sourced[int]
    urine_test_within_days: Sourced[int]
    bladder_hold_after_screens: Sourced[int]


@dataclass(frozen=True, slots=True)
class Cognition:
    """Two short tasks that compare a patient with nobody but themself; they have no norms and gate nothing."""

    offered: Sourced[bool]
    symbols_s: Sourced[int]
    reactions: Sourced[int]
    next_day_after_h: Sourced[int]
