"""Bedside monitors: what they sent, at whose drip they stand, and which of their numbers a person charted."""
