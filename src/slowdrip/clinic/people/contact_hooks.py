"""What apps to the right do when a way to reach a patient is changed, is safe no longer, or has ended."""

from collections.abc import Callable

from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Tx

OnContact = Callable[[Tx, Contact], None]
"""Gets the open action and the contact as it stands now; an error in it takes the change back."""

_on_contact: list[OnContact] = []


def register_on_contact(hook: OnContact) -> None:
    """Adds what happens with a contact that is not what it was; registering it again changes nothing."""
    if hook not in _on_contact:
        _on_contact.append(hook)


def run_contact(tx: Tx, contact: Contact) -> None:
    """Tells every registered app about a contact that was changed or ended."""
    for hook in _on_contact:
        hook(tx, contact)
