"""The words for roles, permissions, credentials and refusals of this app."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .permissions import AUDITOR, NURSE, PRESCRIBER

Words = str | Promise

ROLE_WORDS: Final[dict[str, Words]] = {
    PRESCRIBER: _("Prescriber"),
    NURSE: _("Nurse"),
    "front_desk": _("Front desk"),
    "medical_director": _("Medical director"),
    AUDITOR: _("Auditor"),
}
CREDENTIAL_WORDS: Final[dict[str, Words]] = {"licence": _("Licence"), "acls": _("ACLS"), "bls": _("BLS")}
DEVICE_WORDS: Final[dict[str, Words]] = {
    "tablet": _("Tablet"),
    "station": _("Workstation"),
    "wall": _("Wall board"),
    "phone": _("Phone"),
    "patient": _("Patient's screen"),
}

# Each completes "This needs permission to ...".
PERMISSION_WORDS: Final[dict[str, Words]] = {
    "board.see": _("see the board"),
    "people.see": _("see patients"),
    "people.edit": _("change a patient's details"),
    "people.measure": _("record weight and height, and confirm, stop or void allergies and medicines"),
    "order.see": _("see orders"),
    "order.write": _("write an order"),
    "order.enter_verbal": _("enter a verbal order"),
    "order.sign": _("sign an order"),
    "order.verify": _("verify an order"),
    "drip.see": _("see a drip"),
    "drip.chart": _("chart at a drip"),
    "drip.decide": _("decide go, delay or cancel"),
    "drip.expect": _("plan a visit"),
    "drip.close": _("close a visit"),
    "record.see": _("see the record of a visit"),
    "day.open": _("open the day"),
    "chairs.edit": _("add, rename or retire chairs"),
    "policy.see": _("see the policy"),
    "policy.edit": _("change the policy"),
    "policy.sign": _("sign the policy"),
    "staff.see": _("see the staff list"),
    "staff.edit": _("change staff, roles and credentials"),
    "device.enrol": _("enrol or revoke a device"),
    "outcomes.see": _("see scores"),
    "outcomes.enter": _("enter a patient's answers"),
    "outcomes.hand_out": _("hand questions to a patient"),
    "outcomes.permit": _("record a permission to use a scale"),
    "adverse.see": _("see adverse events and tasks"),
    "adverse.enter": _("enter adverse events and what came of tasks"),
    "adverse.decide": _("decide to go on or to hold after a screen"),
    "risk.see": _("see cases of suicide risk"),
    "risk.act": _("act on a case of suicide risk"),
    "risk.sign": _("sign a plan for known ideation"),
    "roster.edit": _("change who is on call"),
    "messages.see": _("see messages"),
    "messages.send": _("send messages"),
    "link.answer": _("answer as a patient"),
    "link.see": _("see one's own answers as a patient"),
    "bedside.see": _("be a patient's screen"),
    "bedside.call": _("call the nurse from a patient's screen"),
    "golive.import": _("import patients from before Slowdrip"),
    "audit.see": _("see the audit trail"),
    "state.see": _("see the state of the installation"),
}

REFUSALS: Final[dict[str, Words]] = {
    "pin_form": _("A PIN has %(least)s to %(most)s digits and nothing else."),
    "pin_all_same": _("Choose a PIN whose digits are not all the same."),
    "factor_owner_only": _("Only the owner of the machine takes a second factor away, with the slowdrip command."),
    "password_owner_only": _("Only the owner of the machine gives this link, with the slowdrip command."),
    "pin_own_only": _("Only the person whose PIN it is can set it."),
    "pin_wrong": _("That PIN is not right. Tries left: %(tries_left)s."),
    "pin_locked": _("Too many wrong PINs. Sign in with password and code, or ask the medical director for new tries."),
    "pin_spared": _(
        "%(name)s keeps the last tries for the staff's screens. Choose another name, or show this PIN on one of them "
        "first."
    ),
    "pin_not_set": _("No PIN is set yet. Sign in with password and code, then set one under your name."),
    "pin_changed": _("This PIN was changed a moment ago. Type the new one."),
    "confirm_first": _("Confirm your password first. Then you can set a PIN."),
    "pin_differs": _("The two new PINs differ. Type the same PIN twice."),
    "no_such_signer": _("Choose your name first."),
    "not_this_screen": _("This screen is not enrolled, so only whoever signed in can unlock it. Sign in instead."),
    "unknown_roles": _("Choose at least one role."),
    "already_member": _("This person already has a place in the clinic."),
    "address_in_use": _("This person signs in with the address already, so it stays as it is."),
    "address_taken": _("Somebody else signs in with this address. Type another one."),
    "not_yourself": _("You cannot take this away from yourself. Another medical director can."),
    "unknown_credential": _("Choose licence, ACLS or BLS."),
    "name_missing": _("Give the device a name people will recognise, such as “Tablet, room 2”."),
    "unknown_device_kind": _("Choose what kind of device this is."),
    "not_permitted": _("Your role does not allow this."),
}


def role_word(role: str) -> Words:
    """Gives the word for a role."""
    return ROLE_WORDS.get(role, role)
