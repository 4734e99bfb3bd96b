"""Gives the shape of a planted fault: which named rule is broken, into what, and which check has to notice."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest


class Fault(NamedTuple):
    """A rule by where it lives, what it is broken into, and the check that must fail while it is broken."""

    home: Any
    name: str
    broken: Any
    check: Callable[[], None]


def prove(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check passes on the real rule and fails on the broken one."""
    fault.check()
    monkeypatch.setattr(fault.home, fault.name, fault.broken)
    with pytest.raises(AssertionError):
        fault.check()


def nothing(*_: object, **__: object) -> None:
    """A rule that never finds a reason."""
    return


def always(*_: object, **__: object) -> bool:
    """A rule that says yes to everything."""
    return True


def never(*_: object, **__: object) -> bool:
    """A rule that says no to everything."""
    return False
