"""Checks of the house's shape. Each is a pure function of sources, so that a planted fault can show it works."""
