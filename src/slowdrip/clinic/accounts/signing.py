"""Signing on the screen in front of you: who may sign, their PIN, and the proof that follows."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.steps import Proof

from .forms import PinField
from .models import Membership
from .permissions import permissions_of
from .pins import prove_pin
from .rules import ClinicRequest


def signers(actor: Acting, permission: str, *, apart_from: Iterable[UUID] = ()) -> list[Membership]:
    """Gives the active people who hold the permission, by name, without the named actors; needs the tenancy bound."""
    members = Membership.objects.visible_to(actor).filter(active=True).exclude(actor_id__in=list(apart_from))
    return [member for member in members.order_by("name") if permission in permissions_of(frozenset(member.roles))]


def own_place(request: ClinicRequest, able: list[Membership]) -> str:
    """Gives the signer that is chosen already: whoever is at this screen, where they may sign."""
    return next((str(each.pk) for each in able if each.actor_id == request.acting.actor_id), "")


class SignForm(forms.Form):
    """A signer and their PIN; forms that are signed derive from it. The PIN is never sent back to the page."""

    signer = forms.ChoiceField(label=_("Signer"), error_messages={"required": _("Choose who signs.")})
    pin = PinField(label=_("PIN"), error_messages={"required": _("Type the signer's PIN.")})

    def __init__(self, data: Any = None, *, able: list[Membership], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        people = [(str(member.pk), member.name) for member in able]
        own = cast(forms.ChoiceField, self.fields["signer"])
        own.choices = people if len(people) == 1 else [("", _("Choose a name")), *people]

    def proof(self, request: ClinicRequest) -> Proof:
        """Gives fresh proof that the signer is here, or refuses with how many tries are left."""
        return prove_pin(request.acting, UUID(self.cleaned_data["signer"]), self.cleaned_data["pin"], at=request.at)
