"""Decisions with reasons: alarms, due checks, ready gates, discharge gates. Codes and numbers only, never sentences."""
