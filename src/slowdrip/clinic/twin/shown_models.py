"""Which models a drip was shown with: noted when a screen shows them, and read for its record and its next visit."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError
from django.db.models import Exists, OuterRef

from slowdrip.clinic.accounts.rules import ClinicRequest, owes
from slowdrip.clinic.infusion.models import Infusion, InfusionState
from slowdrip.clinic.infusion.newest import Newest
from slowdrip.clinic.infusion.steps import locked
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.canonical import canonical, sha256
from slowdrip.clinic.twin.models import ModelsShown
from slowdrip.knowledge.models import default_set
from slowdrip.science.infusion import Phase

_log = logging.getLogger(__name__)
# Rows of a log stay: what was read once stands, so a screen that asks every few seconds costs no query.
_NOTED: Final[Newest[tuple[UUID, str], bool]] = Newest(256)

Named = tuple[tuple[str, str], ...]
"""Names of models, each with the hash of its file."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One set of models a drip was shown with, since when, and by which Slowdrip."""

    models: Named
    made_by: str
    at: datetime


@cache
def in_use() -> Named:
    """Gives the models of this installation that predictions are made with."""
    return tuple((each.name, each.content_sha256) for each in default_set().members)


@cache
def _document() -> str:
    named = [{"name": name, "sha256": digest} for name, digest in in_use()]
    return canonical({"models": named, "made_by": f"slowdrip {version('slowdrip')}"})


def note(request: ClinicRequest, infusion: Infusion) -> None:
    """Sees to it that the models are noted once this response was made; noted once, nothing is written again.

    A look at a visit that is over notes nothing: whoever cared for the patient did not see it.
    """
    key, acting, at = (infusion.pk, sha256(_document())), request.acting, request.at
    if _NOTED.get(key):
        return
    phase, noted = _stands(infusion, key[1])
    if noted:
        _NOTED.keep(key, True)
        return
    if not _is_over(phase):
        owes(request, lambda: write_note(acting, infusion, at=at))


def write_note(actor: Acting, infusion: Infusion, *, at: datetime) -> None:
    """Notes the models in use, under the drip's lock; a database that is busy is asked again at the next look."""
    text = _document()
    digest = sha256(text)
    row = ModelsShown(clinic_id=infusion.clinic_id, infusion=infusion, document=text, sha256=digest, at=at)
    row.by_id = actor.actor_id
    try:
        with act(actor, at=at) as tx:
            locked(actor, infusion.pk)
            if not _rows(infusion).filter(sha256=digest).exists():
                tx.insert(row)
                tx.wrote("twin.models_shown", infusion, models=dict(in_use()))
    except OperationalError:
        _log.exception("the models of a drip were not noted")
    else:
        _NOTED.keep((infusion.pk, digest), True)


def shown_of(infusion: Infusion) -> list[Shown]:
    """Gives the sets of models a drip was shown with, oldest first."""
    return [_read(row) for row in _rows(infusion).order_by("at", "id")]


def shown_with_these(clinic_id: UUID, infusions: Iterable[UUID]) -> frozenset[UUID]:
    """Gives those of these drips that were shown with the models of this installation, and with no others."""
    rows = ModelsShown.objects.filter(clinic_id=clinic_id, infusion_id__in=list(infusions))
    same: dict[UUID, bool] = {}
    for row in rows:
        same[row.infusion_id] = same.get(row.infusion_id, True) and _read(row).models == in_use()
    return frozenset(key for key, these in same.items() if these)


def _is_over(phase: str) -> bool:
    """Whether nobody can be looking at this drip to care for its patient any more."""
    return phase == Phase.ENDED


def _stands(infusion: Infusion, digest: str) -> tuple[str, bool]:
    """The phase of a visit and whether these models are noted for it, in one query."""
    noted = ModelsShown.objects.filter(clinic_id=infusion.clinic_id, infusion=OuterRef("infusion"), sha256=digest)
    rows = InfusionState.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion)
    found: tuple[str, bool] = rows.annotate(noted=Exists(noted)).values_list("phase", "noted").get()
    return found


def _rows(infusion: Infusion) -> Any:
    return ModelsShown.objects.filter(clinic_id=infusion.clinic_id, infusion=infusion)


def _read(row: ModelsShown) -> Shown:
    told = json.loads(row.document)
    return Shown(tuple((each["name"], each["sha256"]) for each in told["models"]), told["made_by"], row.at)
