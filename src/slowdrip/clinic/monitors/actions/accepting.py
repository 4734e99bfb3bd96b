"""Charting what a monitor measured: a person looks and accepts; until then its numbers are unvalidated."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.steps import locked, store, stored_state
from slowdrip.clinic.monitors.attributing import LONGEST_KEPT
from slowdrip.clinic.monitors.charted import VitalSet, sets_of
from slowdrip.clinic.monitors.heard import CUFF
from slowdrip.clinic.monitors.models import VitalSample
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.state import InfusionState

SOURCE: Final = "monitor"
STILL_SHOWN: Final = timedelta(minutes=2)
"""A continuous number on the screen is a second old; one that waited longer than this is measured again instead."""


def accept(actor: Acting, infusion_id: UUID, sample_ids: Collection[UUID], *, at: datetime) -> list[Draft]:
    """Charts these numbers as vital signs with the monitor as their source; the same numbers twice are one entry.

    Refuses numbers that are held (another patient's id, a clock that is off), that are old, or of another drip.
    """
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        samples = _samples(actor, infusion, sample_ids)
        _must_be_chartable(samples, at=at)
        state = stored_state(infusion)
        sets = sets_of(samples)
        if not sets:
            raise Refused("nothing_to_chart")
        fresh = [_not_charted_yet(state, one) for one in sets]
        drafts = [_under_free_id(_draft(infusion, one)) for one in fresh if one is not None]
        if not drafts:
            raise Refused("samples_charted_already")
        store(tx, infusion, drafts)
        return drafts


def _samples(actor: Acting, infusion: Infusion, sample_ids: Collection[UUID]) -> list[VitalSample]:
    """Gives the rows that were tapped; a monitor that was released meanwhile has no say here any more."""
    here = VitalSample.objects.visible_to(actor).filter(infusion=infusion, monitor__infusion=infusion)
    rows = list(here.filter(id__in=sample_ids))
    if not rows or len(rows) != len(set(sample_ids)):
        raise Refused("no_such_samples")
    return rows


def _must_be_chartable(samples: list[VitalSample], *, at: datetime) -> None:
    for sample in samples:
        if sample.held:
            raise Refused(f"sample_{sample.held}")
        if at - sample.at > (LONGEST_KEPT if sample.channel in CUFF else STILL_SHOWN):
            raise Refused("sample_too_old")


def _not_charted_yet(state: InfusionState, one: VitalSet) -> VitalSet | None:
    """A cuff reading stays on the monitor until the next: it is charted once, whatever stands beside it."""
    pressure = (one.at, one.values.get("sbp_mmhg"), one.values.get("dbp_mmhg"))
    known = any((seen.at, seen.sbp_mmhg, seen.dbp_mmhg) == pressure for seen in state.observed.blood_pressures)
    if not known:
        return one
    rest = {name: value for name, value in one.values.items() if name not in ("sbp_mmhg", "dbp_mmhg")}
    return VitalSet(rest, one.at) if rest else None


def _draft(infusion: Infusion, one: VitalSet) -> Draft:
    told = ",".join(f"{name}={value}" for name, value in sorted(one.values.items()))
    return Draft("vitals", one.values, one.at, uuid5(infusion.pk, f"monitor:{one.at.isoformat()}:{told}"), SOURCE)


def _under_free_id(draft: Draft) -> Draft:
    """What was charted and voided may be charted again: it is another entry, under the next id."""
    own = draft.id
    while Void.objects.filter(target_id=own).exists():
        own = uuid5(own, "again")
    return replace(draft, id=own)
