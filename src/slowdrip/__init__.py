"""Slowdrip: software for IV ketamine infusion therapy for mental health."""
