"""What this app adds to the chair: the key that gives this very screen to the patient, and that it stays there.

And to the list of devices: at which chair each patient's screen stands.
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.placed import register_placed
from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.bedside.queries import chairs_of_screens, screen_at
from slowdrip.clinic.chart import slots
from slowdrip.clinic.infusion.models import Infusion


def at_the_chair(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the way to make this screen the patient's, for who may."""
    if infusion.chair_id is None or not request.acting.may("device.enrol"):
        return SafeString("")
    shown = {"clinic": request.clinic, "chair_id": infusion.chair_id}
    return SafeString(render_to_string("bedside/parts/slot.html", shown))


def at_the_move(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Says that the patient's screen does not move with the patient, where one stands at the chair."""
    screen = screen_at(request.acting, infusion.chair_id) if infusion.chair_id is not None else None
    if screen is None:
        return SafeString("")
    return SafeString(render_to_string("bedside/parts/stays.html", {"chair": screen.chair.name}))


def register_all() -> None:
    """Adds the key, the word at the move, and the chairs of the list of devices."""
    register_placed(chairs_of_screens)
    slots.register(at_the_chair)
    slots.register_for_move(at_the_move)
