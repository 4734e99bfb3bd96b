"""Strict reading of authored data files: every value sourced, every problem reported at once."""
