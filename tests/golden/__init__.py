"""Databases of landed versions: each must open in this version with nothing lost."""
