"""Simulated populations: doses as people write them, tables in, tables and plots out; nothing half-written."""
