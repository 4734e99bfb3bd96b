"""Conversions between the units of papers, vials and the engine."""

from slowdrip.knowledge.types.model_parts import Quantity
from slowdrip.knowledge.types.model_units import UNITS
from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.linear import PerPatient

UG_PER_MG = 1000.0
NMOL_PER_ML = "nmol/mL"
MOLAR_MASS = {
    "ketamine": "molar_mass_ketamine",
    "s_ketamine": "molar_mass_ketamine",
    "r_ketamine": "molar_mass_ketamine",
    "s_norketamine": "molar_mass_norketamine",
    "s_hydroxynorketamine": "molar_mass_hydroxynorketamine",
}


def in_engine_units(quantity: Quantity, *, weight_kg: PerPatient) -> PerPatient:
    """A number of a file in litres, minutes or fractions; one per kilogram is multiplied by the weight."""
    unit = UNITS[quantity.unit]
    number = float(quantity.value) * unit.factor
    return number * weight_kg if unit.per_kg else number


def in_ng_per_ml(quantity: Quantity, *, analyte: str, constants: Model) -> float:
    """A concentration of a file in ng/mL."""
    if quantity.unit != NMOL_PER_ML:
        return float(quantity.value)
    return float(ng_per_ml(float(quantity.value), analyte=analyte, constants=constants))


def ng_per_ml(conc_nmol_per_ml: PerPatient, *, analyte: str, constants: Model) -> PerPatient:
    """A molar concentration (nmol/mL, which is µmol/L) in ng/mL."""
    return conc_nmol_per_ml * float(constants.value(MOLAR_MASS[analyte]))


def nmol_per_ml(conc_ng_per_ml: PerPatient, *, analyte: str, constants: Model) -> PerPatient:
    """A concentration in ng/mL as nmol/mL, which is µmol/L."""
    return conc_ng_per_ml / float(constants.value(MOLAR_MASS[analyte]))


def base_mg_of_hydrochloride(hydrochloride_mg: PerPatient, *, constants: Model) -> PerPatient:
    """The ketamine base in a mass of the hydrochloride; every dose of the engine is base."""
    return hydrochloride_mg * float(constants.value("base_in_hydrochloride"))
