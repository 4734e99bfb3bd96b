"""Gives the limits of one measure: a number for each tier that the policy has for it."""

from dataclasses import dataclass
from datetime import datetime

from slowdrip.science.rules.alarm import LimitSource, Plain, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one policy with their sources per tier; `measure` is the name with its unit.

    `sustained_min` is how long an urgent reading has to last; none where one charted reading is enough.
    """

    measure: str
    advisory: int | None = None
    urgent: int | None = None
    emergency: int | None = None
    sustained_min: int | None = None
    sources: tuple[tuple[Tier, tuple[LimitSource, ...]], ...] = ()

    def at(self, moment: datetime) -> "Limits":
        """Themselves: these do not change."""
        return self

    def of(self, tier: Tier) -> int | None:
        """The number of that tier; none where the policy has no such tier."""
        return {Tier.ADVISORY: self.advisory, Tier.URGENT: self.urgent, Tier.EMERGENCY: self.emergency}[tier]

    def sources_of(self, tier: Tier) -> tuple[LimitSource, ...]:
        """Where the limits of that tier come from."""
        return next((sources for each, sources in self.sources if each is tier), ())

    def plain(self, tier: Tier) -> dict[str, Plain]:
        """The limits of that tier as they are kept in an alarm."""
        kept: dict[str, Plain] = {self.measure: self.of(tier)}
        if tier is Tier.URGENT and self.sustained_min is not None:
            kept["sustained_min"] = self.sustained_min
        return kept
