"""How a dose and a clearance divide between S- and R-ketamine."""

from dataclasses import dataclass

from slowdrip.knowledge.types.models import Kinetics, Model, ModelSet
from slowdrip.science.pharmacology.models.person import Given

TOTAL, S_KETAMINE, R_KETAMINE = "ketamine", "s_ketamine", "r_ketamine"


@dataclass(frozen=True, slots=True)
class Block:
    """One copy of a model's compartments: whose drug is in it, its part of the dose, its clearance over the file's."""

    analyte: str
    dose_share: float
    clearance_factor: float
    parent_only: bool = False


def blocks_of(models: ModelSet, kinetics: Kinetics, given: Given) -> tuple[Block, ...]:
    """The copies a prediction needs: one of total ketamine, or one for each enantiomer."""
    if kinetics.drug == TOTAL and given is Given.RACEMATE and not _apart(models):
        return (Block(TOTAL, 1.0, 1.0),)
    s_factor, r_factor = clearance_factors(models.constants, kinetics.drug)
    if given is Given.S_KETAMINE:
        return (Block(S_KETAMINE, 1.0, s_factor),)
    share = float(models.constants.value("share_of_s"))
    s_block = Block(S_KETAMINE, share, s_factor)
    if not kinetics.clearance:
        return (s_block,)
    return (s_block, Block(R_KETAMINE, 1 - share, r_factor, parent_only=True))


def clearance_factors(constants: Model, drug: str) -> tuple[float, float]:
    """The clearances of S and R over that of the model.

    Around total ketamine the two are laid so that the total AUC of the racemate stays what it was; a model of
    S-ketamine keeps its own.
    """
    ratio = float(constants.value("r_over_s_clearance"))
    if drug == S_KETAMINE:
        return 1.0, ratio
    share = float(constants.value("share_of_s"))
    s_factor = share + (1 - share) / ratio
    return s_factor, s_factor * ratio


def _apart(models: ModelSet) -> bool:
    drivers = {curve.driver for effect in models.effects for curve in effect.curves}
    return models.apart or S_KETAMINE in drivers
