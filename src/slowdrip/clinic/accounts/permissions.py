"""Which role may do what: one table, read by every page and action."""

from typing import Final

PRESCRIBER, NURSE, DESK, DIRECTOR, AUDITOR = "prescriber", "nurse", "front_desk", "medical_director", "auditor"
ROLES: Final = (PRESCRIBER, NURSE, DESK, DIRECTOR, AUDITOR)

_CLINICAL = frozenset({PRESCRIBER, NURSE, DIRECTOR})
_ALL = frozenset(ROLES)

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "board.see": _ALL - {AUDITOR},
    "people.see": _ALL,
    "people.edit": frozenset({NURSE, DESK, PRESCRIBER, DIRECTOR}),
    "people.measure": _CLINICAL,
    "order.see": _CLINICAL | {AUDITOR},
    "order.write": frozenset({PRESCRIBER, DIRECTOR}),
    "order.enter_verbal": frozenset({NURSE, PRESCRIBER, DIRECTOR}),
    "order.sign": frozenset({PRESCRIBER, DIRECTOR}),
    "order.verify": _CLINICAL,
    "drip.see": _CLINICAL | {AUDITOR},
    "drip.chart": _CLINICAL,
    "drip.decide": frozenset({PRESCRIBER, DIRECTOR}),
    "drip.expect": _CLINICAL | {DESK},
    "drip.close": _CLINICAL,
    "record.see": _CLINICAL | {AUDITOR},
    "day.open": _CLINICAL,
    "chairs.edit": frozenset({DIRECTOR}),
    "policy.see": _ALL,
    "policy.edit": frozenset({DIRECTOR}),
    "policy.sign": frozenset({DIRECTOR}),
    "staff.see": _ALL,
    "staff.edit": frozenset({DIRECTOR}),
    "device.enrol": frozenset({DIRECTOR, NURSE}),
    "outcomes.see": _CLINICAL | {AUDITOR},
    "outcomes.enter": _CLINICAL,
    "outcomes.hand_out": _CLINICAL | {DESK},
    "outcomes.permit": frozenset({DIRECTOR}),
    "adverse.see": _CLINICAL | {AUDITOR},
    "adverse.enter": _CLINICAL,
    "adverse.decide": frozenset({PRESCRIBER, DIRECTOR}),
    "risk.see": _CLINICAL | {AUDITOR},
    "risk.act": _CLINICAL,
    "risk.sign": frozenset({PRESCRIBER, DIRECTOR}),
    "roster.edit": frozenset({DIRECTOR}),
    "messages.see": _ALL - {AUDITOR},
    "messages.send": _CLINICAL | {DESK},
    # No role: the rights of a patient's link.
    "link.answer": frozenset(),
    "link.see": frozenset(),
    # No role: the two rights of a patient's screen.
    "bedside.see": frozenset(),
    "bedside.call": frozenset(),
    "golive.import": frozenset({DIRECTOR}),
    "audit.see": frozenset({AUDITOR, DIRECTOR}),
    "state.see": frozenset({DIRECTOR, AUDITOR}),
}


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Gives every permission that at least one of the roles holds."""
    return frozenset(permission for permission, holders in PERMISSIONS.items() if holders & roles)
