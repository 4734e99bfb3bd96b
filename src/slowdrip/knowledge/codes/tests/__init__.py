"""Proof of the code tables."""
