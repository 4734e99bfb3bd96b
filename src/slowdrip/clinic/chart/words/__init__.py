"""Codes of science put into words for the chair, the board and the record."""

from slowdrip.clinic.chart.words.events import event_words
from slowdrip.clinic.chart.words.gates import gate_words, reason_words
from slowdrip.clinic.chart.words.names import code_words, phase_words

__all__ = ["code_words", "event_words", "gate_words", "phase_words", "reason_words"]
