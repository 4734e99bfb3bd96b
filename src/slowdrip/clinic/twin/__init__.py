"""Predictions at the chair and on the order: bands from models, off until the medical director signed them on."""
