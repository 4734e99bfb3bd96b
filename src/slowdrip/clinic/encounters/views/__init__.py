"""The pages around a drip."""
