"""A link with which a person chooses their password; good for three days and for one use."""

from datetime import datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.refusal import Refused

from .models import Membership, User


def password_link(user: User) -> str:
    """Gives the path of a link; nothing is stored: it dies with the next sign-in or password.

    Opening it changes nothing, sending its form does, so a mail scanner that looks first does not use it up.
    """
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def give_password_link(actor: Acting, membership_id: UUID, *, at: datetime) -> str:
    """Gives a person's link to the owner of the machine, and says so in the clinic's chain.

    Only the system may: the same link opens an account that has a password already, in every clinic of the person.
    """
    if actor.kind != Actor.Kind.SYSTEM:
        raise Refused("password_owner_only")
    with act(actor, at=at) as tx:
        member = Membership.objects.visible_to(actor).select_related("user").get(id=membership_id)
        user: User = member.user
        tx.wrote("password_link.given", member, first=not user.has_usable_password())
    return password_link(user)
