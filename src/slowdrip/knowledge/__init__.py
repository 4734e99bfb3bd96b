"""Sourced clinical facts as data files, with the typed loaders that refuse bad ones."""
