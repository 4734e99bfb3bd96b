"""The words of the gate that a case puts before "discharged", in the list of gates at the chair."""

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.fixes import register_fix
from slowdrip.clinic.chart.words.gates import register_gate_words
from slowdrip.clinic.safety.chair import GATE, UNDISPOSED


def register_all() -> None:
    """Adds the words of the gate, and the key that leads from it to the cases."""
    why = _("a positive answer has no disposition yet: screen, act, and say in the case where it ends.")
    register_gate_words({GATE: _("Suicide risk")}, {UNDISPOSED: why})
    register_fix(GATE, "safety:board", _("Cases"))
