"""Proof of the simulated monitor."""
