"""Gives the gates of the arrival: identity, consent and every question of the pre-check."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from slowdrip.science.rules.outcome import Gate, Reason, because, gate


@dataclass(frozen=True, slots=True, kw_only=True)
class PreCheck:
    """The answers of today's pre-check; none means not asked."""

    solids_since: datetime | None = None
    clear_liquids_since: datetime | None = None
    escort_name: str = ""
    escort_phone: str = ""
    pregnancy_test: str | None = None
    medicines: str | None = None
    allergies: str | None = None
    new_illness: bool | None = None
    suicidality_asked: bool | None = None
    suicidality_before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who came, what they agreed to, what they answered.

    `pregnancy_possible` says whether a test applies. `reviewed`: a prescriber said go after seeing these answers.
    """

    identity_confirmed_at: datetime | None
    consent_signed_on: date | None
    consent_version: str | None
    consent_withdrawn_at: datetime | None
    precheck: PreCheck
    pregnancy_possible: bool
    reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLimits:
    """Fasting hours of the policy, and the consent version in use (none: any)."""

    solids_h: Decimal
    clear_liquids_h: Decimal | None
    consent_version: str | None = None


def arrival_gates(arrival: Arrival, limits: ArrivalLimits, *, at: datetime) -> tuple[Gate, ...]:
    """The gates in the order in which they are asked."""
    answers = arrival.precheck
    return (
        gate("identity", None if arrival.identity_confirmed_at else because("identity_not_confirmed")),
        consent_gate(arrival, limits),
        fasting_gate(answers, limits, at=at),
        escort_gate(answers),
        pregnancy_gate(answers, pregnancy_possible=arrival.pregnancy_possible),
        gate("medicines", _confirmed("medicines", answers.medicines, reviewed=arrival.reviewed)),
        gate("allergies", _confirmed("allergies", answers.allergies, reviewed=arrival.reviewed)),
        illness_gate(answers, reviewed=arrival.reviewed),
        suicidality_gate(answers, reviewed=arrival.reviewed),
    )


def consent_gate(arrival: Arrival, limits: ArrivalLimits) -> Gate:
    """Consent was seen, in the version in use, and the patient has not said no since."""
    if arrival.consent_withdrawn_at is not None:
        return gate("consent", because("consent_withdrawn", since=arrival.consent_withdrawn_at))
    if arrival.consent_signed_on is None or not arrival.consent_version:
        return gate("consent", because("consent_not_seen"))
    if limits.consent_version and arrival.consent_version != limits.consent_version:
        return gate(
            "consent",
            because(
                "consent_version_differs",
                seen=arrival.consent_version,
                in_use=limits.consent_version,
            ),
        )
    return gate("consent")


def fasting_gate(answers: PreCheck, limits: ArrivalLimits, *, at: datetime) -> Gate:
    """Long enough without solids, and without clear liquids where the policy says; the full hour is enough."""
    liquids = (
        _fasted("clear_liquids", answers.clear_liquids_since, hours=limits.clear_liquids_h, at=at)
        if limits.clear_liquids_h is not None
        else None
    )
    return gate("fasting", _fasted("solids", answers.solids_since, hours=limits.solids_h, at=at), liquids)


def _fasted(what: str, since: datetime | None, *, hours: Decimal, at: datetime) -> Reason | None:
    if since is None:
        return because("fasting_not_asked", what=what)
    enough_at = since + timedelta(minutes=int(hours * 60))
    if at >= enough_at:
        return None
    return because("fasting_too_short", what=what, needed_h=hours, enough_at=enough_at)


def escort_gate(answers: PreCheck) -> Gate:
    """An escort is named with a phone number."""
    return gate(
        "escort",
        None if answers.escort_name else because("escort_not_named"),
        None if answers.escort_phone else because("escort_phone_missing"),
    )


def pregnancy_gate(answers: PreCheck, *, pregnancy_possible: bool) -> Gate:
    """A negative test where a test applies. A positive one is a stop whether or not a test applied."""
    if answers.pregnancy_test == "positive":
        return gate("pregnancy", because("pregnancy_test_positive"))
    if not pregnancy_possible or answers.pregnancy_test == "negative":
        return gate("pregnancy")
    code = "pregnancy_test_declined" if answers.pregnancy_test == "declined" else "pregnancy_test_missing"
    return gate("pregnancy", because(code))


def _confirmed(what: str, answer: str | None, *, reviewed: bool) -> Reason | None:
    if answer is None:
        return because(f"{what}_not_confirmed")
    return because(f"{what}_changed_not_reviewed") if answer != "confirmed" and not reviewed else None


def illness_gate(answers: PreCheck, *, reviewed: bool) -> Gate:
    """New illness was asked; if there is one, a prescriber has seen it."""
    if answers.new_illness is None:
        return gate("new_illness", because("new_illness_not_asked"))
    unseen = answers.new_illness and not reviewed
    return gate("new_illness", because("new_illness_not_reviewed") if unseen else None)


def suicidality_gate(answers: PreCheck, *, reviewed: bool) -> Gate:
    """Suicidality was asked; anything but a plain no has been seen by a prescriber. A yes never cancels by itself."""
    if not answers.suicidality_asked or answers.suicidality_before is None:
        return gate("suicidality_before", because("suicidality_not_asked"))
    unseen = answers.suicidality_before != "none" and not reviewed
    reason = because("suicidality_not_reviewed", answer=answers.suicidality_before) if unseen else None
    return gate("suicidality_before", reason)
