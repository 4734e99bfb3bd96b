"""Beginning, ending and not wanting a run: each once, however often it is sent."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, CognitionStart, Task
from slowdrip.clinic.cognition.offering import TOPIC, open_offers
from slowdrip.clinic.cognition.visits import limits_of, moment_now, visit_id
from slowdrip.clinic.portal.links import note_use
from slowdrip.clinic.portal.models import ANSWER, PatientLink
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.knowledge.types.aftercare import Cognition
from slowdrip.science.cognition import (
    SCORER,
    BadTrials,
    ReactionScore,
    SymbolScore,
    form_after,
    reaction_trials,
    score_reactions,
    score_symbols,
    symbol_trials,
)

LARGEST_TRIALS: Final = 20_000
"""So many characters no run has."""
INPUT_KINDS: Final = ("touch", "mouse", "pen", "keyboard", "mixed", "none")
Ended, Reason = CognitionRun.Ended, CognitionRun.Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the device says of a run that ended: how, its trials as they were sent, with what it was tapped."""

    ended: str
    reason: str
    trials: str
    input_kind: str
    agent: str


def begin(
    actor: Acting, link: PatientLink, offer_id: UUID, *, task: str, start_id: UUID, at: datetime
) -> CognitionStart:
    """Notes that a run begins and gives it its form; the same id again gives what is there."""
    actor.must(ANSWER)
    with act(actor, at=at) as tx:
        locked_patient(tx, link.patient_id)
        known = CognitionStart.objects.visible_to(actor).filter(pk=start_id).first()
        if known is not None:
            return _same(known, link, task)
        offer = _open(actor, link, offer_id, task, at=at)
        start = _start(tx, offer, task, start_id)
        tx.insert(start)
        tx.wrote("cognition.begun", start, task=task, form=start.form, occasion=start.occasion)
        note_use(tx, actor)
    return start


def finish(actor: Acting, link: PatientLink, start_id: UUID, told: Told, *, at: datetime) -> CognitionRun:
    """Keeps how a run ended with its trials and its score; sent again it changes nothing and gives what is there."""
    actor.must(ANSWER)
    with act(actor, at=at) as tx:
        locked_patient(tx, link.patient_id)
        starts = CognitionStart.objects.visible_to(actor).select_related("offer")
        start: CognitionStart | None = starts.filter(pk=start_id, patient_id=link.patient_id).first()
        if start is None:
            raise Refused("run_not_begun")
        known: CognitionRun | None = CognitionRun.objects.visible_to(actor).filter(pk=start_id).first()
        if known is not None:
            return known
        run = _run(tx, start, told)
        tx.insert(run)
        tx.wrote("cognition.ended", run, task=run.task, ended=run.ended, reason=run.reason)
        tx.publish(TOPIC, run.patient_id)
        note_use(tx, actor)
    return run


def is_kept(actor: Acting, link: PatientLink, run_id: UUID) -> bool:
    """Says whether the end of this run came in through this link."""
    rows = CognitionRun.objects.visible_to(actor).filter(pk=run_id, patient_id=link.patient_id)
    return bool(rows.filter(by_id=actor.actor_id).exists())


def not_now(actor: Acting, link: PatientLink, offer_id: UUID, *, at: datetime) -> None:
    """Keeps that the patient did not want what is left of an offer: that is an answer, and no zero."""
    actor.must(ANSWER)
    with act(actor, at=at) as tx:
        locked_patient(tx, link.patient_id)
        if not CognitionOffer.objects.visible_to(actor).filter(pk=offer_id, patient_id=link.patient_id).exists():
            raise Refused("task_not_open")
        left = [each for each in open_offers(link, actor, at=at) if each.offer.pk == offer_id]
        for offer, task in ((each.offer, task) for each in left for task in each.tasks):
            _refuse(tx, offer, task)
        # Sent again nothing is left to write; the audit wants an entry for each action all the same.
        tx.wrote("cognition.not_now", None, offer=offer_id)
        tx.publish(TOPIC, link.patient_id)
        note_use(tx, actor)


def _refuse(tx: Tx, offer: CognitionOffer, task: str) -> None:
    run = CognitionRun(
        id=uuid5(offer.pk, f"not_now:{task}"),
        clinic_id=offer.clinic_id,
        offer=offer,
        patient_id=offer.patient_id,
        infusion_id=offer.infusion_id,
        occasion=offer.occasion,
        task=task,
        way=offer.way,
        started_at=tx.at,
        ended=Ended.NOT_NOW,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    tx.insert(run)
    tx.wrote("cognition.ended", run, task=task, ended=run.ended)


def _start(tx: Tx, offer: CognitionOffer, task: str, start_id: UUID) -> CognitionStart:
    """The patient's lock is held, so that no two runs get the same form; the occasion is that of this instant."""
    limits = limits_of(offer.clinic_id)
    if limits is None:
        raise Refused("cognition_off")
    moment = moment_now(tx.actor, offer.patient_id, limits, at=tx.at)
    begun = CognitionStart.objects.visible_to(tx.actor).filter(patient_id=offer.patient_id, task=task).count()
    return CognitionStart(
        id=start_id,
        clinic_id=offer.clinic_id,
        offer=offer,
        patient_id=offer.patient_id,
        task=task,
        infusion_id=visit_id(moment),
        occasion=moment.occasion.value,
        form=form_after(begun),
        length=_length(limits, task),
        by_id=tx.actor.actor_id,
        at=tx.at,
    )


def _same(known: CognitionStart, link: PatientLink, task: str) -> CognitionStart:
    if known.patient_id != link.patient_id or known.task != task:
        raise Refused("run_not_begun")
    return known


def _open(actor: Acting, link: PatientLink, offer_id: UUID, task: str, *, at: datetime) -> CognitionOffer:
    for each in open_offers(link, actor, at=at):
        if each.offer.pk == offer_id and task in each.tasks:
            return each.offer
    raise Refused("task_not_open")


def _length(limits: Cognition, task: str) -> int:
    return limits.symbols_s.value if task == Task.SYMBOLS else limits.reactions.value


def _run(tx: Tx, start: CognitionStart, told: Told) -> CognitionRun:
    offer = start.offer
    if told.ended not in (Ended.DONE, Ended.INTERRUPTED) or told.input_kind not in INPUT_KINDS:
        raise Refused("trials_unreadable")
    raw = _raw(told.trials)
    score = _SCORERS[start.task](raw, start, is_whole=told.ended == Ended.DONE)
    is_done = told.ended == Ended.DONE
    return CognitionRun(
        id=start.pk,
        clinic_id=start.clinic_id,
        start=start,
        offer=offer,
        patient_id=start.patient_id,
        infusion_id=start.infusion_id,
        occasion=start.occasion,
        task=start.task,
        form=start.form,
        length=start.length,
        trials=canonical(raw),
        scorer=SCORER,
        way=offer.way,
        agent=told.agent,
        input_kind=told.input_kind,
        started_at=start.at,
        finished_at=tx.at,
        ended=told.ended,
        reason="" if is_done else _reason(told.reason),
        score=canonical(asdict(score)) if is_done else "",
        value=score.value if is_done else None,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )


def _reason(code: str) -> str:
    return code if code in Reason.values else Reason.STOPPED


def _raw(text: str) -> list[Any]:
    if len(text) > LARGEST_TRIALS:
        raise Refused("trials_too_large")
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise Refused("trials_unreadable") from why
    if not isinstance(raw, list):
        raise Refused("trials_unreadable")
    return raw


def _symbols(raw: list[Any], start: CognitionStart, *, is_whole: bool) -> SymbolScore:
    """Whole is what the time limit ended, however few answers there are."""
    return score_symbols(symbol_trials(raw, form=start.form, limit_s=start.length), form=start.form)


def _reactions(raw: list[Any], start: CognitionStart, *, is_whole: bool) -> ReactionScore:
    trials = reaction_trials(raw, form=start.form, reactions=start.length)
    if is_whole and len(trials) != start.length:
        raise BadTrials("trials_not_whole", {"sent": len(trials), "most": start.length})
    return score_reactions(trials)


def _read(reader: Callable[..., SymbolScore | ReactionScore]) -> Callable[..., SymbolScore | ReactionScore]:
    def read(raw: list[Any], start: CognitionStart, *, is_whole: bool) -> SymbolScore | ReactionScore:
        try:
            return reader(raw, start, is_whole=is_whole)
        except BadTrials as bad:
            raise Refused(bad.code, **bad.params) from bad

    return read


_SCORERS: Final = {Task.SYMBOLS.value: _read(_symbols), Task.REACTIONS.value: _read(_reactions)}
