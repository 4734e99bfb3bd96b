"""What surrounds the drip on its day: fasting, staffing, discharge, after-care, the call afterwards, sessions."""

from dataclasses import dataclass
from decimal import Decimal

from slowdrip.knowledge.types.sourced import Sourced


@dataclass(frozen=True, slots=True)
class FastingProfile:
    """One source's fasting times; a missing liquid time means that the source gives none."""

    name: str
    solids_h: Sourced[Decimal]
    clear_liquids_h: Sourced[Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Fasting:
    """Hours without food and drink before the start, from the profile in force."""

    profile: Sourced[str]
    profiles: tuple[FastingProfile, ...]

    @property
    def active(self) -> FastingProfile:
        """The fasting profile that the clinic selected."""
        return next(each for each in self.profiles if each.name == self.profile.value)

    @property
    def solids_h(self) -> Sourced[Decimal]:
        """Hours without solids or milk."""
        return self.active.solids_h

    @property
    def clear_liquids_h(self) -> Sourced[Decimal] | None:
        """Hours without clear liquids, or nothing when the selected source gives no number."""
        return self.active.clear_liquids_h


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who and what must be there before a drip may start."""

    acls_clinician_required: Sourced[bool]
    second_person_credential: Sourced[str]
    people_in_building_at_least: Sourced[int]
    rescue_kit_checked_today: Sourced[bool]


@dataclass(frozen=True, slots=True)
class ObservationProfile:
    """One source's shortest observation time, counted from `counted_from`."""

    name: str
    observation_min: Sourced[int]
    counted_from: Sourced[str]


@dataclass(frozen=True, slots=True)
class Discharge:
    """Time and criteria that must all be met; `at_least` and `at_most` include their number.

    Dissociation and nausea are 0-10 ratings; dissociation also passes when back at its own baseline.
    """

    min_after_end_min: Sourced[int]
    vitals_max_age_min: Sourced[int]
    moaas_at_least: Sourced[int]
    orientation_at_least: Sourced[int]
    bp_within_percent: Sourced[Decimal]
    spo2_air_at_least_percent: Sourced[int]
    dissociation_at_most: Sourced[int]
    cadss_at_most: Sourced[int]
    nausea_at_most: Sourced[int]
    gait: Sourced[str]
    suicidality_before_required: Sourced[bool]
    suicidality_after_required: Sourced[bool]
    escort_seen_required: Sourced[bool]
    instructions_given_required: Sourced[bool]
    phone_given_required: Sourced[bool]
    iv_removed_required: Sourced[bool]
    profiles: tuple[ObservationProfile, ...]


@dataclass(frozen=True, slots=True)
class AfterCare:
    """What the patient may not do after the drip, and until when no signature of theirs is accepted."""

    no_signature_h: Sourced[int]
    no_alcohol_h: Sourced[int]
    no_opioid_or_benzodiazepine_h: Sourced[int]
    driving: Sourced[str]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """From when until when after the visit the clinic calls the patient; both hours are inside."""

    call_from_h: Sourced[int]
    call_until_h: Sourced[int]


@dataclass(frozen=True, slots=True)
class Sessions:
    """How fast a screen locks, how long a sign-in lasts, and how many wrong PINs a person has."""

    lock_after_s: Sourced[int]
    max_session_h: Sourced[int]
    pin_tries: Sourced[int]
