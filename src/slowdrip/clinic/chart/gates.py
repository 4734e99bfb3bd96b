"""The gates of a visit as a page lists them: what is open first, one line per thing to do, then what is met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.fixes import Fix, fix_of
from slowdrip.clinic.chart.words.gates import gate_words, reason_words
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.infusion import gating
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.rules.outcome import Gate, Reason

BEFORE: Final = (Phase.EXPECTED, Phase.CHECKED_IN, Phase.PREPARING, Phase.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One line: a gate, or several that the same form opens."""

    name: str
    state: str
    why: str = ""
    url: str = ""
    action: str = ""
    gates: int = 1


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of the next step: open ones in the order of the work, met ones, and how many there are."""

    open: tuple[GateLine, ...] = ()
    met: tuple[GateLine, ...] = ()

    @property
    def all(self) -> int:
        """Gives how many gates there are."""
        return len(self.met) + sum(line.gates for line in self.open)

    @property
    def passed(self) -> bool:
        """Says whether every gate is met."""
        return bool(self.met) and not self.open


def gates_of(infusion: Infusion, state: InfusionState, *, at: datetime, slug: str, zone: ZoneInfo) -> Gates:
    """Gives the gates between here and the next step: ready before the start, discharge after the end."""
    if state.phase in BEFORE:
        found = gating.ready_gates(infusion, state, at=at).gates
    elif state.phase is Phase.RECOVERY:
        found = gating.discharge_gates(infusion, state, at=at).gates
    else:
        return Gates()
    leaving = state.phase is Phase.RECOVERY
    shut = [(fix_of(gate, infusion, slug=slug, leaving=leaving), gate) for gate in found if not gate.passed]
    met = tuple(GateLine(name=gate_words(gate.code), state="met") for gate in found if gate.passed)
    return Gates(tuple(_grouped(shut, zone)), met)


def _grouped(shut: list[tuple[Fix, Gate]], zone: ZoneInfo) -> Iterable[GateLine]:
    """Neighbours that the same form opens share a line, so that the list says what to do and not what to know."""
    for fix, pairs in groupby(shut, key=lambda pair: pair[0]):
        gates = [gate for _fix, gate in pairs]
        lines = [gates] if fix.code else [[gate] for gate in gates]
        yield from (_line(fix, together, zone) for together in lines)


def _line(fix: Fix, gates: list[Gate], zone: ZoneInfo) -> GateLine:
    return GateLine(
        name=", ".join(gate_words(gate.code) for gate in gates),
        state="unmet",
        why=why([reason for gate in gates for reason in gate.reasons], zone),
        url=fix.url,
        action=fix.action,
        gates=len(gates),
    )


def why(reasons: Iterable[Reason], zone: ZoneInfo) -> str:
    """Gives the reasons in one sentence; what is merely not measured yet is listed once."""
    told = list(reasons)
    unmeasured = [_measured(reason) for reason in told if reason.code == "not_measured"]
    said = [reason_words(reason, zone).rstrip(".") for reason in told if reason.code != "not_measured"]
    if unmeasured:
        said.insert(0, _("not measured yet: %(what)s") % {"what": ", ".join(dict.fromkeys(unmeasured))})
    return f"{'; '.join(dict.fromkeys(said))}." if said else ""


def _measured(reason: Reason) -> str:
    return code_words(str(reason.params.get("channel") or reason.params.get("sign") or ""))
