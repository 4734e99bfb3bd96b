"""A linear compartment system, for one patient or many: who passes drug to whom, how fast, and what is read where.

Amounts are µg of parent drug (base); metabolites are counted in µg of parent they were made from, so that mass
balances: put a ratio of molar masses into the weight of the readout. Volumes are L, rates 1/min, concentrations
ng/mL, which is the same number as µg/L. Every rate, volume and weight is a plain number (the same for all patients)
or a float64 array of shape (patients,).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from slowdrip.science.pharmacology.linear.values import (
    InputRefused,
    PerPatient,
    guard_amount,
    guard_positive,
    patients_in,
)

EXCRETED = "excreted"
"""The name under which `amounts` returns what has left the body; no compartment may have it."""


@dataclass(frozen=True, slots=True, eq=False)
class Transfer:
    """Drug leaves `source` at `rate_per_min` times the amount there and enters `target`; None: it leaves the body."""

    source: str
    target: str | None
    rate_per_min: PerPatient

    def __post_init__(self) -> None:
        guard_amount(self.rate_per_min, f"{self.source}>{self.target or EXCRETED}")
        if EXCRETED in (self.source, self.target):
            raise InputRefused("name_taken", EXCRETED, "rename_compartment")
        if self.source == self.target:
            raise InputRefused("transfer_to_itself", self.source, "name_another_target")


@dataclass(frozen=True, slots=True, eq=False)
class EffectSite:
    """A site that follows a compartment's concentration with a delay and draws no mass: dCe/dt = ke0 (C - Ce).

    C is the amount in `compartment` divided by `volume_l`. The half-life of the delay is ln 2 / ke0_per_min.
    """

    name: str
    compartment: str
    volume_l: PerPatient
    ke0_per_min: PerPatient

    def __post_init__(self) -> None:
        guard_positive(self.volume_l, f"{self.name}.volume_l")
        guard_amount(self.ke0_per_min, f"{self.name}.ke0_per_min")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One term of a readout: `weight` times a state.

    `state` names a compartment (amount in µg, so the weight is 1 / volume in 1/L) or an effect site (already a
    concentration in ng/mL, so the weight is a plain factor).
    """

    state: str
    weight: PerPatient

    def __post_init__(self) -> None:
        guard_amount(self.weight, f"{self.state}.weight")


@dataclass(frozen=True, slots=True, eq=False)
class Readout:
    """A concentration in ng/mL that can be asked for: its name, the site it is of, and the sum of parts it is.

    `site` is the sampling site: "arterial", "venous", "effect" or another word of the model's; it is carried, never
    interpreted. Most readouts have one part; see `concentration_of`, `effect_of` and `mixed`.
    """

    name: str
    site: str
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not self.site:
            raise InputRefused("site_missing", self.name, "name_sampling_site")
        if not self.parts:
            raise InputRefused("parts_missing", self.name, "name_compartment_or_effect_site")


@dataclass(frozen=True, slots=True, eq=False)
class LinearSystem:
    """A whole system. Compartments are those the transfers name, in the order in which they are first named.

    Raises InputRefused when a readout or effect site names what is not there, when names repeat, or when arrays differ
    in length. Any linear system is allowed, cycles and elimination out of any compartment included; systems whose
    two-way exchanges form no ring are solved by eigenvalues, the others by the (slower) safe path.
    """

    transfers: tuple[Transfer, ...]
    readouts: tuple[Readout, ...]
    effect_sites: tuple[EffectSite, ...] = ()

    def __post_init__(self) -> None:
        known = frozenset(self.compartments)
        if not known:
            raise InputRefused("no_compartments", "transfers", "add_transfer")
        for site in self.effect_sites:
            if site.compartment not in known:
                raise InputRefused("unknown_compartment", site.compartment, "name_known_compartment")
        states = (*self.compartments, *(site.name for site in self.effect_sites))
        _guard_once(states, "states")
        _guard_once(self.readout_names, "readouts")
        for part in (part for readout in self.readouts for part in readout.parts):
            if part.state not in states:
                raise InputRefused("unknown_state", part.state, "name_compartment_or_effect_site")
        patients_in(self.numbers(), "system")

    @property
    def compartments(self) -> tuple[str, ...]:
        """The names of the compartments, in the order in which the transfers first name them."""
        named = (name for each in self.transfers for name in (each.source, each.target) if name is not None)
        return tuple(dict.fromkeys(named))

    @property
    def readout_names(self) -> tuple[str, ...]:
        """The names of the readouts, in the order of the second axis of `concentrations`."""
        return tuple(readout.name for readout in self.readouts)

    @property
    def patients(self) -> int:
        """How many patients the arrays describe; 1 when every number is plain."""
        return patients_in(self.numbers(), "system")

    def numbers(self) -> Iterator[PerPatient]:
        """Every rate, volume and weight."""
        yield from (each.rate_per_min for each in self.transfers)
        for site in self.effect_sites:
            yield from (site.volume_l, site.ke0_per_min)
        yield from (part.weight for readout in self.readouts for part in readout.parts)


def _guard_once(names: tuple[str, ...], field: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise InputRefused("name_twice", f"{field}.{name}", "rename")
