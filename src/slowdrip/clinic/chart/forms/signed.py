"""Entries that a second person, a prescriber or a witness signs on the same screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.chart.forms.entry import EntryForm, entry_form
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.record.acting import Acting


class SignedEntryForm(SignForm, EntryForm):
    """What is typed for one event, perhaps of earlier, and the signature that goes with it: that is given now."""


class DecidedForm(SignedEntryForm):
    """A decision: it counts from its signature and cannot be told for earlier."""

    occurred = None  # type: ignore[assignment]  # Django's way to leave out a field of the base


@dataclass(frozen=True, slots=True)
class Signing:
    """How a kind is signed: which fields the signature fills in, who may sign, and what the signer is called."""

    fills: frozenset[str]
    permission: str
    who: Words
    not_self: bool
    form: type[SignedEntryForm] = SignedEntryForm


SIGNED: Final[dict[str, Signing]] = {
    "drawn_up": Signing(frozenset({"second_person"}), "drip.chart", _("Second person"), not_self=True),
    "bedside_check": Signing(
        frozenset({"first_person", "second_person"}), "drip.chart", _("Second person"), not_self=True
    ),
    "wasted": Signing(frozenset({"witness"}), "drip.chart", _("Witness"), not_self=True),
    "go_no_go": Signing(
        frozenset({"prescriber", "decide_again_at"}), "drip.decide", _("Prescriber"), not_self=False, form=DecidedForm
    ),
    "limits_set": Signing(frozenset({"prescriber"}), "drip.decide", _("Prescriber"), not_self=False, form=DecidedForm),
    "discharged": Signing(frozenset(), "drip.close", _("Who discharges"), not_self=False, form=DecidedForm),
}


def signed_form(kind: str, actor: Acting, data: Any = None) -> SignedEntryForm:
    """Gives the form of a signed kind, with the people who may sign it."""
    signing = SIGNED[kind]
    made = entry_form(kind, actor, skip=signing.fills, base=signing.form)
    apart = [actor.actor_id] if signing.not_self else []
    form = made(data, able=signers(actor, signing.permission, apart_from=apart))  # type: ignore[call-arg]  # the base takes `able`
    form.fields["signer"].label = str(signing.who)
    return cast("SignedEntryForm", form)
