"""The order: dose, preparation and rate, signed by a prescriber and verified by a second person."""
