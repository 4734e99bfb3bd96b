"""From coordinates to what could be read: all signals of many draws at many times, by one call of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from slowdrip.knowledge.types.model_parts import Curve, Site
from slowdrip.knowledge.types.models import Model
from slowdrip.science.pharmacology.effects import cadss_points, curve_values
from slowdrip.science.pharmacology.linear import Floats, InputRefused, Regimen, concentrations
from slowdrip.science.pharmacology.models import (
    S_KETAMINE,
    TOTAL,
    Given,
    ModelSystem,
    NoPrediction,
    dose_refused,
    effect_readout,
    system_of,
)
from slowdrip.science.pharmacology.population import evenly, spreadings
from slowdrip.science.pharmacology.updating.beliefs import BASELINE_HR, BASELINE_SBP, MISFIT, VISIT
from slowdrip.science.pharmacology.updating.misfit import effect_factor, plasma_factor
from slowdrip.science.pharmacology.updating.signals import CIRCULATION, CURVES, TOP, Signal
from slowdrip.science.pharmacology.updating.subject import Subject

SITES = {Signal.ARTERIAL_NG_PER_ML: Site.ARTERIAL, Signal.VENOUS_NG_PER_ML: Site.VENOUS}


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """Each signal, shape (draws, times), and the concentration that drives each curve that was asked for, in ng/mL."""

    signals: Mapping[Signal, Floats]
    drivers: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """A subject, what is given (into `DOSE`), and what the columns of the draws are.

    `even` holds the ends, as multipliers, of parameters drawn evenly.
    """

    subject: Subject
    regimen: Regimen
    names: tuple[str, ...]
    even: Mapping[str, tuple[float, float]]

    def refusal(self, signals: frozenset[Signal]) -> NoPrediction | None:
        """Why these signals cannot be had for this subject and regimen, or nothing when all can; ask once."""
        unsaid = next((found for each in Signal if each in signals and (found := self.unsaid(each))), None)
        if unsaid is not None:
            return unsaid
        made = self._system({}, signals)
        return made if isinstance(made, NoPrediction) else dose_refused(made, self.regimen)

    def unsaid(self, signal: Signal) -> NoPrediction | None:
        """Why a signal cannot be computed from these models and this baseline, or nothing when it can."""
        params: dict[str, float | str] = {"model": self.subject.models.kinetics.name, "signal": signal.value}
        if signal in SITES:
            has_site = self.subject.samples(SITES[signal])
            return None if has_site else NoPrediction("site_missing", params)
        if any(self.subject.effect_with(curve) is None for curve in _curves_of(frozenset({signal}))):
            return NoPrediction("effect_missing", params)
        if signal in CIRCULATION and BASELINE_SBP not in self.names:
            return NoPrediction("baseline_missing", params)
        return None

    def courses(self, draws: Floats, t_min: Floats, signals: frozenset[Signal]) -> Courses:
        """Each signal for draws of shape (draws, coordinates); raises InputRefused where `refusal` says why not."""
        factors = self.factors(draws, frozenset(each.name for each in self._effects(signals)))
        made = self._system(factors, signals)
        if isinstance(made, NoPrediction):
            raise InputRefused(made.code, "subject", "ask_refusal_first")
        conc = concentrations(made.system, made.route(self.regimen), t_min)
        conc = np.broadcast_to(conc, (len(draws), *conc.shape[1:]))
        by_name = {name: conc[:, place] for place, name in enumerate(made.system.readout_names)}
        return self._read(by_name, draws, factors, t_min, signals)

    def factors(self, draws: Floats, effects: frozenset[str]) -> dict[str, Floats]:
        """The factor on each parameter of the kinetics and of these effect models: the person's times the visit's."""
        logs: dict[str, Floats] = {}
        found: dict[str, Floats] = {}
        for place, name in enumerate(self.names):
            parameter = name.removeprefix(VISIT)
            owner, dot, _ = parameter.partition(".")
            if dot and owner not in effects:
                continue
            if name in self.even:
                found[name] = evenly(draws[:, place], self.even[name])
            else:
                logs[parameter] = logs[parameter] + draws[:, place] if parameter in logs else draws[:, place]
        return found | {name: np.exp(each) for name, each in logs.items()}

    def _effects(self, signals: frozenset[Signal]) -> tuple[Model, ...]:
        """The effect models that these signals come from."""
        found = {each.name: each for curve in _curves_of(signals) if (each := self.subject.effect_with(curve))}
        return tuple(found.values())

    def _system(self, factors: dict[str, Floats], signals: frozenset[Signal]) -> ModelSystem | NoPrediction:
        """A system with only what these signals need: effects that nobody asks about cost time."""
        subject = self.subject
        effects = self._effects(signals)
        link = subject.models.link if Signal.VENOUS_NG_PER_ML in signals else None
        models = replace(subject.models, link=link, effects=effects)
        kinetic = {name: each for name, each in factors.items() if "." not in name}
        delays = {f"{each.name}.{curve.half_life}" for each in effects for curve in each.curves}
        slower = {name: factors[name] for name in delays if name in factors}
        return system_of(models, subject.person, multipliers=kinetic | slower, given=subject.given)

    def _read(
        self,
        conc: dict[str, Floats],
        draws: Floats,
        factors: dict[str, Floats],
        t_min: Floats,
        signals: frozenset[Signal],
        /,
    ) -> Courses:
        found: dict[Signal, Floats] = {}
        drivers: dict[str, Floats] = {}
        shifts, curves = self._shifts(draws), _curves_of(signals)
        if signals & SITES.keys():
            off = plasma_factor(shifts, self.regimen, t_min)
            found |= {signal: conc[self._sampled(signal)] * off for signal in signals & SITES.keys()}
        if curves:
            off = effect_factor(shifts, self.regimen, t_min)
            drivers = {curve: conc[effect_readout(*self._effect(curve))] * off for curve in curves}
        for curve, driver in drivers.items():
            effect, _ = self._effect(curve)
            own = _own(effect, factors)
            values = curve_values(effect, curve, constants=self.subject.models.constants, multipliers=own)
            found |= self._felt(curve, effect, values.at(driver), own, draws)
        return Courses({signal: found[signal] for signal in Signal if signal in signals}, drivers)

    def _felt(
        self, curve: str, effect: Model, size: Floats, own: dict[str, Floats], draws: Floats, /
    ) -> dict[Signal, Floats]:
        """The signals of one curve; `size` is in percent of the baseline, or a fraction of the largest dissociation."""
        if curve == "dissociation":
            return _scores(effect, size, own)
        if self.subject.baseline is None:
            return {}
        baseline = self.subject.baseline.mean
        if curve == "hr":
            rise = size / 100 * baseline.hr_bpm
            return {Signal.HR_CHANGE_BPM: rise, Signal.HR_BPM: rise + self._column(draws, BASELINE_HR)}
        rise = size / 100 * baseline.map_mmhg * float(effect.value("systolic_share"))
        return {Signal.SBP_CHANGE_MMHG: rise, Signal.SBP_MMHG: rise + self._column(draws, BASELINE_SBP)}

    def _sampled(self, signal: Signal) -> str:
        """The readout of the drug that was given, at the site of a signal."""
        drug = S_KETAMINE if self.subject.given is Given.S_KETAMINE else TOTAL
        linked = signal is Signal.VENOUS_NG_PER_ML and self.subject.models.link is not None
        return f"{drug}_venous" if linked else drug

    def _column(self, draws: Floats, name: str) -> Floats:
        return draws[:, self.names.index(name), np.newaxis]

    def _shifts(self, draws: Floats) -> dict[str, Floats]:
        return {
            name.removeprefix(MISFIT): draws[:, place]
            for place, name in enumerate(self.names)
            if name.startswith(MISFIT)
        }

    def _effect(self, curve: str) -> tuple[Model, Curve]:
        effect = self.subject.effect_with(curve)
        if effect is None:
            raise KeyError(curve)
        return effect, effect.curve(curve)


def forward_of(subject: Subject, regimen: Regimen, names: tuple[str, ...]) -> Forward:
    """The way from draws with these columns to signals."""
    even = {
        start + name: ends
        for start, each in spreadings(subject.models, subject.variability)
        for name, ends in each.even.items()
    }
    return Forward(subject, regimen, names, even)


def _curves_of(signals: frozenset[Signal]) -> list[str]:
    return [curve for curve, shown in CURVES.items() if signals & shown]


def _own(effect: Model, factors: dict[str, Floats]) -> dict[str, Floats]:
    start = f"{effect.name}."
    return {name.removeprefix(start): each for name, each in factors.items() if name.startswith(start)}


def _scores(effect: Model, fraction: Floats, own: dict[str, Floats]) -> dict[Signal, Floats]:
    """Both scores from one scale: a person who rates high does so on either."""
    cadss = cadss_points(effect, fraction, multipliers=own)
    top = TOP[Signal.DISSOCIATION_0_TO_10]
    rating = cadss * (top / float(effect.value("scale_cadss")))
    return {
        Signal.CADSS_POINTS: np.minimum(cadss, TOP[Signal.CADSS_POINTS]),
        Signal.DISSOCIATION_0_TO_10: np.minimum(rating, top),
    }
