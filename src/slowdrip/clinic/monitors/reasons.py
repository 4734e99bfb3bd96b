"""Why a message was turned away, or a row of it not read, in words; a code without words stands as it is."""

from typing import Final

from django.utils.translation import gettext_lazy as _

TURNED_AWAY: Final = {
    "not_hl7": _("it is no HL7 message"),
    "no_msh": _("it does not begin with MSH"),
    "bad_separators": _("its separators (MSH-1, MSH-2) cannot be used"),
    "no_control_id": _("it has no control id (MSH-10)"),
    "unsupported_type": _("it is no ORU^R01 message"),
    "unsupported_version": _("it is not HL7 version 2"),
    "not_production": _("it is marked as training or debugging (MSH-11)"),
    "bad_charset": _("its character set cannot be read"),
    "several_messages": _("it holds several messages in one frame"),
    "several_patients": _("it speaks of several patients"),
    "too_many_segments": _("it has too many lines"),
    "too_large": _("it is too large"),
    "junk": _("bytes that belong to no message"),
    "cut_short": _("it broke off"),
    "no_device": _("it does not say which monitor sent it"),
    "too_many_monitors": _("there are more monitors in use than one clinic may have: take some out of use"),
    "busy": _("the database was busy; the monitor sends it again"),
}
NOT_READ: Final = {
    "unknown_code": _("this code is not known"),
    "code_mismatch": _("its number and its name mean different things"),
    "other_device": _("it comes from another device"),
    "not_final": _("the monitor does not call it a result"),
    "no_status": _("the monitor does not say whether it is a result"),
    "correction": _("it corrects an earlier number: look at the monitor"),
    "flagged": _("the monitor itself calls it invalid or a test"),
    "wrong_type": _("it is not sent as a number"),
    "no_value": _("no value"),
    "sentinel": _("the monitor sends a sign for “no value”"),
    "not_a_number": _("it is no number"),
    "unknown_unit": _("its unit is not known"),
    "unit_mismatch": _("the number and the name of its unit mean different things"),
    "wrong_unit": _("this unit does not belong to it"),
    "out_of_physical_range": _("no living person has this value"),
    "bad_time": _("its time cannot be read, or has no seconds"),
    "repeated": _("it was sent twice in one message"),
    "conflicting": _("two values for one moment: the first one stands"),
    "unknown_segment": _("this line is not known"),
}


def turned_away_words(code: str) -> str:
    """Gives why a message was turned away."""
    return str(TURNED_AWAY.get(code, code))


def unread_words(code: str, reason: str) -> str:
    """Gives what of a message was not read, and why; of `number^NAME^system` the name is shown."""
    parts = [each for each in code.split("^") if each]
    name = parts[1] if len(parts) > 1 else code
    return f"{name}: {NOT_READ.get(reason, reason)}"
