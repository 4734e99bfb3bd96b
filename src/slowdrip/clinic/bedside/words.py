"""What a patient reads, and sentences for what is refused."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register

# Short words: whoever reads them may be dissociating.
STATES: Final[dict[str, Sentence]] = {
    "empty": _("Please call out if you need somebody."),
    "before": _("Your drip has not started yet."),
    "running": _("Your drip is running."),
    "minutes": _("About %(minutes)s minutes left"),
    "almost": _("Almost done"),
    "paused": _("Your drip is paused."),
    "with_you": _("Your team is with you."),
    "resting": _("Your drip is finished. Rest a while."),
}
CALLED: Final = _("Your nurse has been called, %(clock)s")
COMING: Final = _("Your nurse is coming")
SENTENCES: Final[dict[str, Sentence]] = {
    "chair_not_in_use": _("Choose a chair that is in use."),
    "nobody_could_take_it_back": _("Nobody here has a PIN yet, so nobody could take the screen back. Set a PIN first."),
    "device_revoked": _("This device was revoked meanwhile. Sign in and enrol it again."),
    "not_a_patients_screen": _("This is no patient's screen any more."),
    "screen_waits": _("Too many wrong PINs on this screen. Wait %(minutes)s min, or revoke it on another screen."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)
