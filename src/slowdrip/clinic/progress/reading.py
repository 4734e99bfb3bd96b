"""Reads scores that stand: not voided, and of each response the newest."""

import json
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from slowdrip.clinic.outcomes.models import Score
from slowdrip.clinic.outcomes.scoring import main_score as main_score_of
from slowdrip.clinic.record.models import Void
from slowdrip.knowledge.scales.catalogue import scale, scale_names
from slowdrip.knowledge.types.scales import Scale
from slowdrip.science.scales.canonical import number_of
from slowdrip.science.scales.results import Fired

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Standing:
    """One score as it was stored; `value` is the main score, None while it is incomplete."""

    row: Score
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    document: dict[str, Any]

    @property
    def at(self) -> datetime:
        """When the patient answered."""
        return self.row.answered_at

    @property
    def coded(self) -> tuple[str, str, str]:
        """What has to be the same before two scores may be compared."""
        return self.row.scale, self.row.version, self.row.coding

    @property
    def risk(self) -> Fired | None:
        """What the risk items say together: the gravest word; None where the scale has none."""
        said = {Fired(each["fired"]) for each in self.document["triggers"].values()}
        return next((word for word in Fired if word in said), None)


def standing_scores(clinic_id: UUID, patient_id: UUID, *, scale_name: str = "") -> list[Standing]:
    """Gives a patient's scores, the oldest first."""
    rows = Score.objects.filter(clinic_id=clinic_id, patient_id=patient_id).select_related("response")
    if scale_name:
        rows = rows.filter(scale=scale_name)
    found: list[Score] = list(rows.order_by("at", "pk"))
    gone = _voided(clinic_id, found)
    newest = {row.response_id: row for row in found if row.pk not in gone and row.response_id not in gone}
    return [_standing(row) for row in sorted(newest.values(), key=lambda row: (row.answered_at, row.at, row.pk))]


def _voided(clinic_id: UUID, rows: list[Score]) -> frozenset[UUID]:
    ids = {row.pk for row in rows} | {row.response_id for row in rows}
    found = Void.objects.filter(clinic_id=clinic_id, target_id__in=ids)
    return frozenset(found.values_list("target_id", flat=True))


def _standing(row: Score) -> Standing:
    document = json.loads(row.document)
    main = document["scores"].get(main_score(row.scale), {})
    value, low, high = (number_of(main.get(name)) for name in ("value", "low", "high"))
    return Standing(row, value, low, high, document)


def main_score(scale_name: str) -> str:
    """Gives the name of the score that stands for a scale: its total, else its first; empty where it has none."""
    known = known_scale(scale_name)
    return TOTAL if known is None else main_score_of(known)


def known_scale(name: str) -> Scale | None:
    """Gives the scale of that name as it ships today, or None."""
    return scale(name) if name in scale_names() else None


def same_file(one: Standing) -> Scale | None:
    """Gives the scale of today when this score was made by its version and coding, so that its lines may judge it."""
    known = known_scale(one.row.scale)
    return known if known is not None and (known.name, known.version, known.coding) == one.coded else None


def scale_title(name: str) -> str:
    """Gives what a scale is called; of one that does not ship any more its name."""
    known = known_scale(name)
    return name if known is None else known.title
