"""Patients whose drug follows another model than the default, so that bands are measured where the model is wrong."""

import math
from dataclasses import replace
from decimal import Decimal

from slowdrip.cli.validation.courses import SEVENTY
from slowdrip.knowledge.models import default_set, model_set
from slowdrip.knowledge.types.model_parts import Covariance, Distribution, Quantity, Spread, Variability
from slowdrip.science.pharmacology.updating import BaselineReadings, Subject

BASELINE = BaselineReadings((120.0,), (75.0,), (70.0,))
CLINIC_PERCENT = {"volume": (40, 15), "fast": (30, 0), "clearance": (27, 10)}
"""The clinic spreads of the default model, between people and between visits."""


def own() -> Subject:
    """The default model with its clinic spreads."""
    return Subject(default_set(), SEVENTY, BASELINE)


def simons() -> Subject:
    """Simons 2022 with its own healthy spreads; samples have the errors of the default model."""
    return _arterial("simons2022", ())


def otto() -> Subject:
    """Otto 2021, venous, with its own healthy spreads and errors; it drives no effects."""
    return Subject(model_set("otto2021"), SEVENTY, BASELINE, "healthy")


def domino() -> Subject:
    """Domino 1984 with the clinic spreads of the default model, because its file has none.

    Its rates are laid out so that a larger central volume changes no clearance and no other volume.
    """
    return _by_rates("domino1984", ("k13",))


def clements() -> Subject:
    """Clements 1981 in the same way; nothing of the updating was made from it."""
    return _by_rates("clements1981", ())


def _by_rates(name: str, slow: tuple[str, ...]) -> Subject:
    volume, fast, clearance = (_variance(*CLINIC_PERCENT[each]) for each in ("volume", "fast", "clearance"))
    variances = {"v1": volume, "k10": volume + clearance, "k12": volume + fast}
    variances |= dict.fromkeys(slow, volume + 0.0001)
    names = tuple(variances)
    spreads = tuple(Spread(each, Distribution.LOG_NORMAL, _omega2(variances[each])) for each in names)
    together = tuple(
        Covariance((one, other), _omega2(-volume if one == "v1" else volume))
        for place, one in enumerate(names)
        for other in names[place + 1 :]
    )
    return _arterial(name, (Variability("clinic", "as the default model", spreads, (), together),))


def _arterial(name: str, variability: tuple[Variability, ...]) -> Subject:
    models = model_set(name)
    residuals = default_set().kinetics.residuals
    kinetics = replace(models.kinetics, residuals=residuals, variability=variability or models.kinetics.variability)
    return Subject(replace(models, kinetics=kinetics), SEVENTY, BASELINE, "clinic" if variability else "healthy")


def _variance(person_cv_percent: float, visit_cv_percent: float) -> float:
    return math.log1p((person_cv_percent / 100) ** 2) + math.log1p((visit_cv_percent / 100) ** 2)


def _omega2(variance: float) -> Quantity:
    like = default_set().kinetics.variability_of("clinic").between_subjects[0].quantity
    return replace(like, value=Decimal(str(round(variance, 6))), unit="omega^2")
