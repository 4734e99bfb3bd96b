"""Gives the gate that keeps a patient here while an emergency is open; only the ending "discharged" waits for it."""

from datetime import datetime

from slowdrip.science.rules.outcome import Gate, GateResult, because, gate

EMERGENCY = "emergency"


def emergency_gate(open_since: datetime | None) -> Gate:
    """Shut as long as an emergency is open."""
    return gate(EMERGENCY, None if open_since is None else because("emergency_open", since=open_since))


def with_emergency(result: GateResult, open_since: datetime | None) -> GateResult:
    """The gates with that of the emergency first: it is what a person must see before anything else."""
    return GateResult((emergency_gate(open_since), *result.gates))
