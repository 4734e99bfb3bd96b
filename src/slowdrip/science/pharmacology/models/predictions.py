"""Concentrations over time for a person and a regimen, each named by analyte and site, or why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from slowdrip.knowledge.types.model_parts import Readout
from slowdrip.knowledge.types.models import ModelSet
from slowdrip.science.pharmacology.linear import Floats, InputRefused, Regimen, concentrations
from slowdrip.science.pharmacology.models.parameters import NO_MULTIPLIERS, Multipliers
from slowdrip.science.pharmacology.models.person import Given, Person
from slowdrip.science.pharmacology.models.systems import ModelSystem, system_of
from slowdrip.science.pharmacology.models.validity import NoPrediction, regimen_refused


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Concentrations in ng/mL, shape (patients, readouts, times), with what each readout is of and where."""

    models: ModelSet
    names: tuple[str, ...]
    sites: tuple[str, ...]
    t_min: Floats
    conc_ng_per_ml: Floats

    def of(self, name: str) -> Floats:
        """The concentrations of one readout, shape (patients, times); refuses one whose shape alone may be shown."""
        if self.is_qualitative(name):
            raise InputRefused("qualitative_only", name, "use_shape_of")
        return self._at(name)

    def shape_of(self, name: str) -> Floats:
        """One readout as a fraction of its own peak among these times, shape (patients, times)."""
        conc = self._at(name)
        peak = conc.max(axis=-1, keepdims=True)
        shape: Floats = np.divide(conc, peak, out=np.zeros_like(conc), where=peak > 0)
        return shape

    def is_qualitative(self, name: str) -> bool:
        """Whether a readout's numbers are not to be trusted, only its rise and fall."""
        return any(each.qualitative for each in self._described(name))

    def band_percent(self, name: str) -> float | None:
        """The half-width of the band to show around a readout, in percent of it; nothing when the file gives none."""
        kinetics = self.models.kinetics
        found = (float(kinetics.value(each.band)) for each in self._described(name) if each.band)
        return next(found, None)

    def site_of(self, name: str) -> str:
        """Where one readout is read: `arterial`, `venous` or `effect`."""
        return self.sites[self.names.index(name)]

    def _at(self, name: str) -> Floats:
        found: Floats = self.conc_ng_per_ml[:, self.names.index(name), :]
        return found

    def _described(self, name: str) -> tuple[Readout, ...]:
        kinetics = self.models.kinetics.kinetics
        return () if kinetics is None else tuple(each for each in kinetics.readouts if each.analyte == name)


def predict(
    models: ModelSet,
    person: Person,
    regimen: Regimen,
    t_min: Sequence[float] | Floats,
    /,
    *,
    multipliers: Multipliers = NO_MULTIPLIERS,
    given: Given = Given.RACEMATE,
) -> Prediction | NoPrediction:
    """All readouts of a set of models for a person; the regimen puts ketamine base (ug) into `DOSE`."""
    made = system_of(models, person, multipliers=multipliers, given=given)
    if isinstance(made, NoPrediction):
        return made
    refused = dose_refused(made, regimen)
    if refused is not None:
        return refused
    return predicted(made, regimen, t_min)


def dose_refused(made: ModelSystem, regimen: Regimen) -> NoPrediction | None:
    """Why a system's model says nothing about a regimen, or nothing when it may."""
    kinetics = made.models.kinetics
    counted = sum(share for place, share in made.enters if _counts(made, place))
    return regimen_refused(kinetics, made.person, regimen, dose_share=counted)


def predicted(made: ModelSystem, regimen: Regimen, t_min: Sequence[float] | Floats) -> Prediction:
    """The concentrations of a system that was found valid before."""
    times = np.asarray(t_min, dtype=np.float64)
    conc = concentrations(made.system, made.route(regimen), times)
    readouts = made.system.readouts
    return Prediction(
        made.models, tuple(each.name for each in readouts), tuple(each.site for each in readouts), times, conc
    )


def _counts(made: ModelSystem, place: str) -> bool:
    """Whether the drug that enters here is the drug the model's ranges are in: all of it, or S-ketamine alone."""
    kinetics = made.models.kinetics.kinetics
    return kinetics is None or kinetics.drug == "ketamine" or place.startswith("s_ketamine.")
