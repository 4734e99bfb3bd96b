"""Hooks the cases into the house: answers, the chair, the discharge, the clock, messages, the crisis page."""

from slowdrip.clinic.infusion.charted import register_on_charted
from slowdrip.clinic.infusion.clock import register_tick
from slowdrip.clinic.infusion.gating import register_discharge_gate
from slowdrip.clinic.outcomes.hooks import register_on_answers, register_on_missed
from slowdrip.clinic.portal.crisis import register_reader
from slowdrip.clinic.safety import calling, chair, clock, gate_words, hearing, silence
from slowdrip.clinic.safety.roster import somebody_is_on_call


def register_all() -> None:
    """Registers everything once the models are loaded."""
    gate_words.register_all()
    calling.register_all()
    register_on_answers(hearing.on_answers)
    register_on_missed(hearing.on_missed)
    register_on_charted(frozenset(chair.FIELDS), chair.on_charted)
    register_discharge_gate(chair.discharge_gate)
    register_tick(clock.tick)
    register_tick(silence.tick)
    register_reader(somebody_is_on_call)
