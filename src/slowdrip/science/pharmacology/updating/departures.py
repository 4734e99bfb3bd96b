"""How far this person differs from the average, as factors on the parameters of the models."""

from collections.abc import Mapping

from slowdrip.science.pharmacology.linear import Floats, Regimen
from slowdrip.science.pharmacology.updating.bands import LEVELS, quantiles
from slowdrip.science.pharmacology.updating.forward import forward_of
from slowdrip.science.pharmacology.updating.update import Posterior


def departures(posterior: Posterior) -> Mapping[str, Floats]:
    """The factor on each parameter at this visit, person and visit together, as quantiles at `LEVELS`.

    1.0 is the typical person of a kinetic model and the mean of an effect model; say the shrinkage beside it.
    """
    forward = forward_of(posterior.subject, Regimen(), posterior.prior.names)
    effects = frozenset(each.name for each in posterior.subject.models.effects)
    factors = forward.factors(posterior.draws, effects)
    return {name: quantiles(each[:, None], LEVELS)[:, 0] for name, each in factors.items()}
