"""Which scales a clinic may use, and which of them a patient may be shown."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from slowdrip.clinic.outcomes.models import ScalePermission
from slowdrip.knowledge.scales.catalogue import scale_names, scales
from slowdrip.knowledge.types.scales import Distribution, Permission, Rater, Scale, ScaleText
from slowdrip.science.scales import Offer, offer

LANGUAGE: Final = "en"
WITH_WORDS: Final = frozenset({Offer.WITH_TEXT, Offer.COMPARE_FIRST})

OF_THE_BODY: Final = frozenset({"bladder", "mdq", "ymrs", "bprs_plus"})
"""Scales whose triggers are not about suicide: no numbers for a crisis stand above their questions."""


def permissions_of(clinic_id: UUID) -> tuple[Permission, ...]:
    """Gives what this clinic recorded about scales that need a permission."""
    rows = ScalePermission.objects.filter(clinic_id=clinic_id).current().order_by("at", "id")
    return tuple(Permission(row.scale, row.given_by, row.given_on, row.scope) for row in rows)


def offers(clinic_id: UUID) -> dict[str, Offer]:
    """Gives how each shipped scale may be used here."""
    given = permissions_of(clinic_id)
    return {name: offer(each, given) for name, each in scales().items()}


def offered(clinic_id: UUID, name: str) -> Offer:
    """Gives how one scale may be used here; off for a name that there is not."""
    if name not in scale_names():
        return Offer.OFF
    found = scales()[name]
    if found.licence.distribution is not Distribution.ON_PERMISSION:
        return offer(found)
    return offer(found, permissions_of(clinic_id))


def for_patients(names: Iterable[str]) -> tuple[str, ...]:
    """Keeps, in their order and each once, the scales that a patient answers from words that may be shown here.

    A permission never brings words by itself, so a scale that needs one is numbers for the staff and not for patients.
    """
    return tuple(dict.fromkeys(name for name in names if is_for_patients(name)))


def is_for_patients(name: str) -> bool:
    """Says whether a patient can answer a scale by themselves."""
    found = scales().get(name)
    return found is not None and found.rater is Rater.PATIENT and words_of(found) is not None


def words_of(scale: Scale) -> ScaleText | None:
    """Gives the words of a scale that may be shown, or None for one of numbers only."""
    text = scale.texts.get(LANGUAGE)
    shown = offer(scale) in WITH_WORDS and text is not None and text.is_official
    return text if shown else None


def asks_about_risk(scale: Scale, item: str) -> bool:
    """Says whether a question is one after which a person may need help at once."""
    return scale.name not in OF_THE_BODY and item in scale.risk_items
