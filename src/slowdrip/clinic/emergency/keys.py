"""The one-tap times of an emergency: each key, the event it means, and its place on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion import Event

STEP: Final = "emergency_step"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it says and the event that a tap on it means."""

    code: str
    label: Words
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    """The fields by which an entry is recognized as this key's; an entry of another person's form counts too."""

    def means(self, event: Event) -> bool:
        """Says whether an event is what this key would write."""
        return event.kind == self.kind and all(event.payload.get(name) == self.payload[name] for name in self.same)


def _step(code: str, label: Words) -> Key:
    return Key(code, label, STEP, {"step": code}, ("step",))


PUMP_STOPPED: Final = Key("pump_stopped", _("Pump stopped"), "stopped", {"reason": "emergency"})
PUMP_OFF: Final = _step("pump_off", _("Pump off"))
CALLS: Final = (
    Key("help_called", _("Help called"), "help_called", {"who": "colleague"}, ("who",)),
    Key("ems_called", _("EMS called"), "help_called", {"who": "ems"}, ("who",)),
    Key("ems_arrived", _("EMS arrived"), "help_arrived", {"who": "ems"}, ("who",)),
)
AIRWAY: Final = (
    _step("airway_opened", _("Airway opened")),
    _step("oxygen_on", _("Oxygen on")),
    _step("bag_valve_mask", _("Bag-valve mask")),
    _step("suction", _("Suction")),
)
HEART: Final = (
    _step("cpr_started", _("CPR started")),
    _step("cpr_stopped", _("CPR stopped")),
    _step("aed_on", _("AED on")),
    _step("shock_given", _("Shock given")),
)
OTHER: Final = (
    _step("iv_access_lost", _("IV access lost")),
    _step("responsive_again", _("Responsive again")),
)
OVER: Final = Key("over", _("Emergency over"), "emergency_over")
KEYS: Final = {key.code: key for key in (PUMP_STOPPED, PUMP_OFF, *CALLS, *AIRWAY, *HEART, *OTHER, OVER)}
GROUPS: Final[tuple[tuple[Words, tuple[Key, ...]], ...]] = (
    (_("Stop and call"), CALLS),
    (_("Airway and breathing"), AIRWAY),
    (_("Heart"), HEART),
    (_("Also"), OTHER),
)


def key_of(code: str) -> Key:
    """Gives a key by its code, or refuses."""
    if code not in KEYS:
        raise Refused("no_such_step")
    return KEYS[code]
