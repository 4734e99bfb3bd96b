"""Hierarchical Bayes for a cohort's own concentrations: what is typical here, and how patients differ.

Partial pooling: a patient with few samples leans on the cohort, and the cohort on the shipped model. The logarithm of a
patient's multiplier is normal around the cohort's own typical value; that is normal around the shipped model's with the
shipped spread; the spread between patients is itself believed to be about the shipped one, within a factor of 2.7 (95 %
of its log-normal prior). Parameters that are not named keep their shipped typical values, covariates included. The
sampler is NumPyro's NUTS on JAX, in float64.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import jax
import numpy as np
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS

from slowdrip.population.cohort_model import Measured, measured_of, model
from slowdrip.population.sampled import Sampled
from slowdrip.science.pharmacology.linear import Floats

MOST_R_HAT = 1.01
LEAST_EFFECTIVE = 200.0
LEAST_EFFECTIVE_SOURCE = "quantiles at 5 and 95 % need about as many independent draws: proposal"
FEWEST = 3
CLEARANCE_AND_VOLUME = ("cl", "v1")
WORDS = {
    "diverged": "{divergences:g} of the draws diverged: the posterior was not explored. Give more samples for each "
    "patient, or fewer parameters.",
    "chains_differ": "R-hat of {name} is {r_hat:.3f}, above {most:g}: the chains do not agree. Ask for more draws.",
    "too_few_draws": "{name} has the worth of {effective:.0f} independent draws, below {least:g}. Ask for more draws.",
    "too_few_patients": "{patients:g} patients with samples that count: a cohort needs at least {fewest:g}.",
}


class FitRefused(ValueError):
    """There is no fit that can be trusted; `code` and `params` say why, the message says it in words."""

    def __init__(self, code: str, **params: float | str) -> None:
        super().__init__(WORDS[code].format(**params))
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True, eq=False)
class CohortFit:
    """Draws from the posterior, chains joined; all are multipliers of the shipped model's typical values.

    `typical` has shape (draws, parameters), `patients` (draws, patients, parameters), `spread` is the SD between
    patients of the logarithm, (draws, parameters); `error` is the factor on the shipped error of a sample, (draws,).
    `numbers` are the places of these patients in what was given; whoever is missing there had no sample that counts, or
    is somebody of whom the models say nothing. `left_out_samples` counts the samples of these patients that taught
    nothing: a measured value of zero or below, taken before drug can be in them, or of a kind that no model reads. A
    sample below the limit of quantification is a `BelowLimit`, which counts; left out, it makes a clearance look low.
    """

    parameters: tuple[str, ...]
    numbers: tuple[int, ...]
    typical: Floats
    spread: Floats
    patients: Floats
    error: Floats
    r_hat: Mapping[str, float]
    effective: Mapping[str, float]
    divergences: int
    left_out_samples: int

    def typical_of(self, parameter: str) -> tuple[float, float, float]:
        """The 5, 50 and 95 % quantiles of the cohort's typical multiplier."""
        low, middle, high = np.quantile(self.typical[:, self.parameters.index(parameter)], (0.05, 0.5, 0.95))
        return float(low), float(middle), float(high)


def fit_cohort(
    sampled: Sampled,
    *,
    parameters: tuple[str, ...] = CLEARANCE_AND_VOLUME,
    draws: int = 1000,
    warm_up: int = 1000,
    chains: int = 4,
    seed: int = 1,
) -> CohortFit:
    """The posterior of a cohort from its concentrations; raises FitRefused rather than give one that did not converge.

    Divergences are refused, and so are an R-hat above 1.01 or too few effective draws of any number that is given.
    """
    jax.config.update("jax_enable_x64", True)
    measured = measured_of(sampled, parameters)
    if len(measured.numbers) < FEWEST:
        raise FitRefused("too_few_patients", patients=float(len(measured.numbers)), fewest=float(FEWEST))
    kernel = NUTS(model, target_accept_prob=0.95, dense_mass=True)
    sampler = MCMC(
        kernel, num_warmup=warm_up, num_samples=draws, num_chains=chains, chain_method="vectorized", progress_bar=False
    )
    sampler.run(jax.random.PRNGKey(seed), measured, extra_fields=("diverging",))
    return checked(_fit(measured, sampler))


def checked(fit: CohortFit) -> CohortFit:
    """The fit, if it can be trusted."""
    if fit.divergences:
        raise FitRefused("diverged", divergences=float(fit.divergences))
    name, worst = max(fit.r_hat.items(), key=lambda each: each[1] if np.isfinite(each[1]) else np.inf)
    if not worst <= MOST_R_HAT:
        raise FitRefused("chains_differ", name=name, r_hat=worst, most=MOST_R_HAT)
    name, fewest = min(fit.effective.items(), key=lambda each: each[1] if np.isfinite(each[1]) else -np.inf)
    if not fewest >= LEAST_EFFECTIVE:
        raise FitRefused("too_few_draws", name=name, effective=fewest, least=LEAST_EFFECTIVE)
    return fit


def _fit(measured: Measured, sampler: MCMC) -> CohortFit:
    by_chain = {
        name: np.asarray(each, dtype=np.float64) for name, each in sampler.get_samples(group_by_chain=True).items()
    }
    del by_chain["z"]  # what is given of a patient is `own`
    joined = {name: each.reshape(-1, *each.shape[2:]) for name, each in by_chain.items()}
    return CohortFit(
        measured.parameters,
        measured.numbers,
        np.exp(joined["typical"]),
        joined["spread"],
        np.exp(joined["own"]),
        joined["error"],
        {name: float(np.max(split_gelman_rubin(each))) for name, each in by_chain.items()},
        {name: float(np.min(effective_sample_size(each))) for name, each in by_chain.items()},
        int(np.sum(np.asarray(sampler.get_extra_fields()["diverging"]))),
        measured.left_out_samples,
    )
