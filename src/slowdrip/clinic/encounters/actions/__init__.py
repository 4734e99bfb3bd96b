"""What people write around a drip, one function per intent."""

from slowdrip.clinic.encounters.actions.cosigning import cosign_note
from slowdrip.clinic.encounters.actions.letters import write_letter
from slowdrip.clinic.encounters.actions.voiding import void_letter, void_note
from slowdrip.clinic.encounters.actions.wishing import set_wishes
from slowdrip.clinic.encounters.actions.writing import write_note

__all__ = ["cosign_note", "set_wishes", "void_letter", "void_note", "write_letter", "write_note"]
