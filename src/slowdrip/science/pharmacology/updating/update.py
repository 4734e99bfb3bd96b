"""The update itself: from what was believed and what was read to what is believed now, or why there is no update."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from slowdrip.science.pharmacology.linear import Floats, Regimen
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.population import factor_of
from slowdrip.science.pharmacology.updating.beliefs import Belief, prior_of
from slowdrip.science.pharmacology.updating.cut import cut_of
from slowdrip.science.pharmacology.updating.forward import forward_of
from slowdrip.science.pharmacology.updating.importance import moments, posterior_draws, weighted
from slowdrip.science.pharmacology.updating.likelihood import Likelihood, counted, likelihood_of
from slowdrip.science.pharmacology.updating.mode import Mode, mode_of
from slowdrip.science.pharmacology.updating.proposal import Proposal, standard_t
from slowdrip.science.pharmacology.updating.psis import MOST_K, Weights
from slowdrip.science.pharmacology.updating.signals import CONCENTRATIONS, Observation
from slowdrip.science.pharmacology.updating.space import Space, space_of
from slowdrip.science.pharmacology.updating.subject import Subject

DRAWS = 1000
FEWEST_EFFECTIVE = 50.0
WORST_K = 99.0
"""What is said for a k-hat without end, which is no number that a page or a record can hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is believed about a subject after the readings: draws of equal weight, shape (draws, coordinates).

    `belief` has their mean and covariance; `next_visit` carries it on. Without readings it is the prior.
    `left_out` are readings that no error is known for or that came too early.
    """

    subject: Subject
    prior: Belief
    belief: Belief
    draws: Floats
    used: tuple[Observation, ...] = ()
    left_out: tuple[Observation, ...] = ()
    mode: Mode | None = None
    weights: Weights | None = None

    @property
    def shrinkage(self) -> Mapping[str, float]:
        """How much of the prior SD of each coordinate the readings took: 1 - SD after / SD before; below 0 it grew.

        It is no eta-shrinkage, which is high where the readings told little.
        """
        left = self.belief.sd / self.prior.sd
        return {name: 1.0 - float(each) for name, each in zip(self.prior.names, left, strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class NoUpdate:
    """No individual update, because of this code; `prior` is what is believed without the readings."""

    code: str
    params: Mapping[str, float]
    prior: Posterior


def before(subject: Subject, *, belief: Belief | None = None, draws: int = DRAWS, seed: int = 0) -> Posterior:
    """What is believed before the first reading; `belief` is one carried from an earlier visit by `next_visit`."""
    prior = prior_of(subject) if belief is None else belief
    normals, _ = standard_t(draws, len(prior.mean), seed)
    return Posterior(subject, prior, prior, prior.mean + normals @ factor_of(prior.covariance).T)


def most_probable(
    subject: Subject,
    regimen: Regimen,
    readings: tuple[Observation, ...],
    *,
    belief: Belief | None = None,
    start: Floats | None = None,
) -> Mode | NoPrediction:
    """The mode alone (MAP), without the draws that a band needs: milliseconds; refused where no reading counts."""
    search = _search(subject, regimen, readings, prior_of(subject) if belief is None else belief)
    if isinstance(search, NoPrediction):
        return search
    if not search.likelihood.readings:
        return NoPrediction("no_readings", {"left_out": float(len(search.left_out))})
    return mode_of(search.likelihood, search.space, start=start)


def updated(
    subject: Subject,
    regimen: Regimen,
    readings: tuple[Observation, ...],
    *,
    belief: Belief | None = None,
    start: Floats | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Posterior | NoUpdate | NoPrediction:
    """What is believed after the readings of a visit, whose regimen is what was really run.

    The mode and its normal approximation give a proposal, a multivariate t, whose draws are weighted by prior and
    likelihood, smoothed and resampled. A Pareto k-hat above 0.7 is no update. Without a concentration the kinetic
    parameters keep their prior. `start` is where to look for the mode first, e.g. `mode.coordinates` of the last one.
    """
    found = uncut(subject, regimen, readings, belief=belief, start=start, draws=draws, seed=seed)
    if not isinstance(found, Posterior) or not found.used or {each.signal for each in found.used} & CONCENTRATIONS:
        return found
    cut = cut_of(found.belief, found.prior)
    return replace(found, belief=cut.belief(found.belief), draws=cut.draws(found.draws))


def uncut(
    subject: Subject,
    regimen: Regimen,
    readings: tuple[Observation, ...],
    *,
    belief: Belief | None = None,
    start: Floats | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Posterior | NoUpdate | NoPrediction:
    """The same without giving the kinetics their prior back: for reports on what that prevents, never for a chair."""
    first = before(subject, belief=belief, draws=draws, seed=seed)
    search = _search(subject, regimen, readings, first.prior)
    if isinstance(search, NoPrediction):
        return search
    if not search.likelihood.readings:
        return replace(first, left_out=search.left_out)
    mode = mode_of(search.likelihood, search.space, start=start)
    if not mode.converged:
        return NoUpdate("mode_not_found", {"steps": float(mode.steps)}, first)
    proposal = Proposal(mode.seen, mode.covariance)
    found = weighted(search.likelihood, search.space, proposal, draws=draws, seed=seed)
    refused = _unreliable(found.weights, first)
    if refused is not None:
        return refused
    mean, covariance = moments(search.space, found)
    belief = replace(first.prior, mean=mean, covariance=covariance)
    chosen = posterior_draws(search.space, found, draws, seed=seed)
    used = search.likelihood.readings
    return Posterior(subject, first.prior, belief, chosen, used, search.left_out, mode, found.weights)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """The readings that count and those that do not, how to explain them, and where to look."""

    likelihood: Likelihood
    space: Space
    left_out: tuple[Observation, ...]


def _search(
    subject: Subject, regimen: Regimen, readings: tuple[Observation, ...], prior: Belief, /
) -> _Search | NoPrediction:
    forward = forward_of(subject, regimen, prior.names)
    unsaid = forward.refusal(frozenset())
    if unsaid is not None:
        return unsaid
    used, left_out = counted(forward, prior, readings)
    likelihood = likelihood_of(forward, used)
    return _Search(likelihood, space_of(subject, prior, likelihood.signals), left_out)


def _unreliable(weights: Weights, first: Posterior) -> NoUpdate | None:
    if not weights.k_hat <= MOST_K:
        return NoUpdate("weights_not_reliable", {"k_hat": min(weights.k_hat, WORST_K), "most": MOST_K}, first)
    if weights.effective < FEWEST_EFFECTIVE:
        return NoUpdate("too_few_draws_count", {"effective": weights.effective, "fewest": FEWEST_EFFECTIVE}, first)
    return None
