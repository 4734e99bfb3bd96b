"""Every kind of event a drip can have, as data; validation, forms and the reference page are made from it.

To add a kind:

1. In the file of its activity, add `Kind("code", (fields...), Group.X)` to `KINDS`; wrap optional fields in `maybe`.
   Put the unit in the field's name, and a typing bound on every number. Add `moves` if it changes the phase.
2. If the state must remember it, add a short function to the file of the same activity in `fold/` and name it in that
   file's `HANDLERS`. Without one the event is still stored, counted and moves the phase as declared.
3. The tests make payloads for it from its fields and fold it in every phase; add an example that says what it does.
"""

from slowdrip.science.infusion.events.catalogue import ENDINGS, KINDS
from slowdrip.science.infusion.events.event import Event, place
from slowdrip.science.infusion.events.fields import Field, FieldType
from slowdrip.science.infusion.events.kinds import Group, Kind
from slowdrip.science.infusion.events.validation import BadPayload, problems, validated

__all__ = [
    "ENDINGS",
    "KINDS",
    "BadPayload",
    "Event",
    "Field",
    "FieldType",
    "Group",
    "Kind",
    "place",
    "problems",
    "validated",
]
