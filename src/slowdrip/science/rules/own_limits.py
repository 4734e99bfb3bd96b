"""Gives a policy's limits with those that a prescriber set for one drip in their place, and what may not be set.

An own limit is the one that calls (urgent). Set wider than the policy's, the quiet limit stays where it is: it never
sounds, and what lies between is still pointed out. Set narrower, it comes along only as far as it must to be no later
than the call. The emergency limits are out of reach: every own limit lies inside them, so that a call comes before the
emergency, and none moves them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from slowdrip.science.infusion.state import OwnLimits
from slowdrip.science.rules.alarm import LimitSource, Tier
from slowdrip.science.rules.blood_pressure import BpLimits, TierLimit
from slowdrip.science.rules.measured import Limits
from slowdrip.science.rules.outcome import Reason, because

OWN = "own"
"""The confidence code of a limit that a prescriber set for this drip; its key begins with it too."""
Sources = tuple[LimitSource, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """How far out an own limit may lie: a high one at most, a low one at least at `value`."""

    value: int
    is_high: bool

    def allows(self, limit: int) -> bool:
        """True up to the bound itself."""
        return limit <= self.value if self.is_high else limit >= self.value


def refusals(limits: Mapping[str, int], bounds: Mapping[str, Bound]) -> tuple[Reason, ...]:
    """Why these own limits may not be set: each beyond its bound, with the number up to which it may go."""
    beyond = [name for name, limit in limits.items() if not bounds[name].allows(limit)]
    return tuple(
        because(
            "own_limit_too_high" if bounds[name].is_high else "own_limit_too_low",
            field=name,
            bound=bounds[name].value,
        )
        for name in beyond
    )


def source_of_own(own: OwnLimits, name: str) -> LimitSource:
    """Who set that limit and when, in the place of a policy's source."""
    return LimitSource(f"{OWN}.{name}", f"{own.at.isoformat()} {own.prescriber}", OWN)


def high(limits: Limits, own: OwnLimits, name: str) -> Limits:
    """A measure's limits with the own high one."""
    limit: int | None = getattr(own, name)
    if limit is None:
        return limits
    return _with(limits, limit, _quiet_high(limit, limits.advisory), source_of_own(own, name))


def low(limits: Limits, own: OwnLimits, name: str) -> Limits:
    """A measure's limits with the own low one."""
    limit: int | None = getattr(own, name)
    if limit is None:
        return limits
    return _with(limits, limit, _quiet_low(limit, limits.advisory), source_of_own(own, name))


def _quiet_high(own: int, quiet: int | None) -> int:
    """The quiet limit beside an own one: the policy's, and never behind the one that calls."""
    return own if quiet is None else min(quiet, own)


def _quiet_low(own: int, quiet: int | None) -> int:
    return own if quiet is None else max(quiet, own)


def _with(limits: Limits, own: int, quiet: int, source: LimitSource) -> Limits:
    lasting = [each for each in limits.sources_of(Tier.URGENT) if each.key.endswith("sustained_min")]
    told: dict[Tier, Sources] = {**dict(limits.sources), Tier.URGENT: (source, *lasting)}
    if quiet != limits.advisory:
        told[Tier.ADVISORY] = (source,)
    return replace(limits, advisory=quiet, urgent=own, sources=tuple(told.items()))


def pressure(limits: BpLimits, own: OwnLimits) -> BpLimits:
    """The pressure's limits with the own ones: systolic, diastolic or both."""
    quiet, calling = limits.advisory, limits.urgent
    sbp = _one(own.sbp_high_mmhg, quiet.systolic_mmhg, calling.systolic_mmhg)
    dbp = _one(own.dbp_high_mmhg, quiet.diastolic_mmhg, calling.diastolic_mmhg)
    told = dict(limits.sources)
    named = {"sbp_high_mmhg": sbp.quiet != quiet.systolic_mmhg, "dbp_high_mmhg": dbp.quiet != quiet.diastolic_mmhg}
    given = [name for name in named if getattr(own, name) is not None]
    told[Tier.URGENT] = _told(limits.sources_of(Tier.URGENT), own, given)
    told[Tier.ADVISORY] = _told(limits.sources_of(Tier.ADVISORY), own, [name for name in given if named[name]])
    return replace(
        limits,
        advisory=TierLimit(sbp.quiet, dbp.quiet),
        urgent=TierLimit(sbp.calling, dbp.calling),
        sources=tuple(told.items()),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """The quiet and the calling limit of one number."""

    quiet: int
    calling: int


def _one(own: int | None, quiet: int, calling: int) -> _Pair:
    return _Pair(quiet, calling) if own is None else _Pair(_quiet_high(own, quiet), own)


def _told(sources: Sources, own: OwnLimits, named: Sequence[str]) -> Sources:
    """The own limits in the place of the policy's, which stand for the numbers that were left empty."""
    own_sources = tuple(source_of_own(own, name) for name in named)
    ends = tuple(f".{name.removesuffix('_high_mmhg')}_mmhg" for name in named)
    return (*own_sources, *(each for each in sources if not (ends and each.key.endswith(ends))))
