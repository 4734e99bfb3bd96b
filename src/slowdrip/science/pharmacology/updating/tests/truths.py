"""People whose drug follows another model than the shipped one, so that bands can be measured where it is wrong."""

import math
from dataclasses import replace
from decimal import Decimal

from slowdrip.knowledge.models import model_set
from slowdrip.knowledge.types.model_parts import Covariance, Distribution, Quantity, Spread, Variability
from slowdrip.science.pharmacology.updating import Subject
from slowdrip.science.pharmacology.updating.tests.cast import BASELINE, MODELS, SUBJECT


def simons() -> Subject:
    """Simons 2022 with its own healthy spreads; samples have the errors of the shipped model."""
    return _arterial("simons2022", ())


def otto() -> Subject:
    """Otto 2021, venous, with its own healthy spreads and errors; it drives no effects."""
    return Subject(model_set("otto2021"), SUBJECT.person, BASELINE, "healthy")


def domino() -> Subject:
    """Domino 1984 with the clinic spreads of the shipped model; its file has none."""
    return _by_rates("domino1984", ("k12",), "k13")


def clements() -> Subject:
    """Clements 1981 likewise: a model that the term for misfit was not made from."""
    return _by_rates("clements1981", (), "k12")


def _by_rates(name: str, fast_rates: tuple[str, ...], slow_rate: str) -> Subject:
    """A model of rates, laid out so that a larger central volume changes no clearance and no other volume."""
    volume, fast, clearance = _variance(40, 15), _variance(30, 0), _variance(27, 10)
    variances = {"v1": volume, "k10": volume + clearance, slow_rate: volume + 1e-4}
    variances |= dict.fromkeys(fast_rates, volume + fast)
    names = tuple(variances)
    spreads = tuple(Spread(each, Distribution.LOG_NORMAL, _omega2(variances[each])) for each in names)
    together = tuple(
        Covariance((one, other), _omega2(-volume if one == "v1" else volume))
        for place, one in enumerate(names)
        for other in names[place + 1 :]
    )
    return _arterial(name, (Variability("clinic", "as the shipped model", spreads, (), together),))


def _arterial(name: str, variability: tuple[Variability, ...]) -> Subject:
    models = model_set(name)
    residuals = MODELS.kinetics.residuals
    kinetics = replace(models.kinetics, residuals=residuals, variability=variability or models.kinetics.variability)
    return Subject(replace(models, kinetics=kinetics), SUBJECT.person, BASELINE, "clinic" if variability else "healthy")


def _variance(person_cv_percent: float, visit_cv_percent: float) -> float:
    return math.log1p((person_cv_percent / 100) ** 2) + math.log1p((visit_cv_percent / 100) ** 2)


def _omega2(variance: float) -> Quantity:
    like = MODELS.kinetics.variability_of("clinic").between_subjects[0].quantity
    return replace(like, value=Decimal(str(round(variance, 6))), unit="omega^2")
