"""How fast a case is met, by policy."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from slowdrip.knowledge.types.aftercare import Risk
from slowdrip.science.rules.risk_case.codes import Tier, Urgency

AGAIN_EVERY: Final = timedelta(hours=24)
"""How often everyone is called again while nobody did anything [proposal: engineering default]."""
AGAIN_URGENT_EVERY: Final = timedelta(minutes=60)
"""The same for an urgent sign that nobody screened and a high tier that nobody acted on [proposal]."""
CLOCK_SKEW: Final = timedelta(seconds=60)
"""By how much two clocks of the house may differ before a time ahead of now is taken for a clock that was set back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From a sign to a screen, from a screen to an act, until words are read, and how fast the next person is called.

    `slowly` is the time between calls where nothing is urgent: words to read, a plan to look at again, a case at rest.
    """

    screen_urgent: timedelta
    screen_review: timedelta
    act_high: timedelta
    act_moderate: timedelta
    act_low: timedelta
    read: timedelta
    quickly: timedelta
    slowly: timedelta
    before: timedelta

    def screen(self, urgency: Urgency) -> timedelta:
        """From a sign of this urgency to a screen."""
        return self.screen_urgent if urgency is Urgency.URGENT else self.screen_review

    def act(self, tier: Tier) -> timedelta | None:
        """From a screen of this tier to an act; None where nothing has to be done."""
        found = {Tier.MODERATE: self.act_moderate, Tier.LOW: self.act_low, Tier.NONE: None}
        return found.get(tier, self.act_high)

    def settle(self, tier: Tier | None) -> timedelta:
        """How long an open case may lie still."""
        return self.act_low if tier is Tier.LOW else self.act_moderate


def limits_of(risk: Risk) -> Limits:
    """The limits of a clinic's policy."""
    return Limits(
        screen_urgent=timedelta(minutes=risk.screen_urgent_within_min.value),
        screen_review=timedelta(minutes=risk.screen_review_within_min.value),
        act_high=timedelta(minutes=risk.act_high_within_min.value),
        act_moderate=timedelta(minutes=risk.act_moderate_within_min.value),
        act_low=timedelta(days=risk.act_low_within_days.value),
        read=timedelta(hours=risk.read_text_within_h.value),
        quickly=timedelta(minutes=risk.escalate_every_min.value),
        slowly=timedelta(minutes=risk.screen_review_within_min.value),
        before=timedelta(minutes=risk.remind_before_min.value),
    )
