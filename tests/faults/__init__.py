"""Planted faults: a named rule is broken, and the check that guards it must fail."""
