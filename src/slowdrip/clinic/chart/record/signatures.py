"""The signatures that concern a drip: of its orders and of everything signed at the chair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.chart.story import voids_of
from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.clinic.chart.words.voids import void_words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.models import Signature
from slowdrip.science.infusion import InfusionState

MEANINGS: Final[Mapping[str, Words]] = {
    "order.signed": _("ordered"),
    "order.taken": _("took the spoken order and read it back"),
    "order.second_clinician": _("second clinician for this dose"),
    "order.verified": _("verified the order"),
    "drawn_up.second_person": _("second person at the draw-up"),
    "bedside_check.second_person": _("second person at the bedside"),
    "go_no_go": _("decided go, delay or cancel"),
    "wasted.witness": _("witnessed the waste"),
    "handed_over": _("took the chair at the hand-over"),
    "taken_over": _("took the chair over"),
    "discharged": _("discharged"),
    "voided": _("voided what was signed"),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: who, meaning what, when, in whose session, over which bytes; why it was voided, if it was."""

    name: str
    meaning: str
    at: str
    method: str
    document_sha256: str
    void: str = ""


def signatures_of(infusion: Infusion, state: InfusionState) -> list[Signature]:
    """Gives the signatures over this drip and its orders, oldest first, voided ones included."""
    subjects = [infusion.pk, *order_ids(infusion, state)]
    rows = Signature.objects.filter(clinic_id=infusion.clinic_id, subject_id__in=subjects)
    return list(rows.order_by("at", "pk"))


def order_ids(infusion: Infusion, state: InfusionState) -> list[UUID]:
    """Gives the orders that were ever in force at this drip."""
    attached = [found for order in state.drip.orders if (found := _uuid(order.order_id)) is not None]
    return list(dict.fromkeys([*attached, *([infusion.order_id] if infusion.order_id else [])]))


def signed_lines(signatures: Sequence[Signature], *, zone: ZoneInfo) -> list[Signed]:
    """Gives the signatures in words."""
    voids = voids_of(signatures[0].clinic_id, [each.pk for each in signatures]) if signatures else {}
    return [
        Signed(
            name=each.signer_name,
            meaning=str(MEANINGS.get(each.meaning, code_words(each.meaning.replace(".", " ")))),
            at=f"{each.at.astimezone(zone):%d %b %Y %H:%M}",
            method=each.method.upper() if each.method == Signature.Method.PIN else each.method,
            document_sha256=each.document_sha256,
            void=void_words(voids[each.pk].reason) if each.pk in voids else "",
        )
        for each in signatures
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
