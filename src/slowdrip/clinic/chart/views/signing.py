"""Signed entries: which action takes what was typed and the fresh proof of whoever signs it."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.record.steps import Proof

Sign = Callable[[ClinicRequest, UUID, Draft, Proof], object]


def _drawn_up(request: ClinicRequest, infusion_id: UUID, draft: Draft, second: Proof) -> None:
    actions.draw_up(
        request.acting,
        infusion_id,
        dict(draft.payload),
        second=second,
        at=request.at,
        occurred_at=draft.occurred_at,
        event_id=draft.id,
    )


def _bedside_check(request: ClinicRequest, infusion_id: UUID, draft: Draft, second: Proof) -> None:
    actions.bedside_check(
        request.acting,
        infusion_id,
        label=str(draft.payload.get("label", "")),
        second=second,
        at=request.at,
        occurred_at=draft.occurred_at,
        event_id=draft.id,
    )


def _wasted(request: ClinicRequest, infusion_id: UUID, draft: Draft, witness: Proof) -> None:
    actions.waste(
        request.acting,
        infusion_id,
        dict(draft.payload),
        witness=witness,
        at=request.at,
        occurred_at=draft.occurred_at,
        event_id=draft.id,
    )


def _go_no_go(request: ClinicRequest, infusion_id: UUID, draft: Draft, prescriber: Proof) -> None:
    actions.decide_go_no_go(
        request.acting,
        infusion_id,
        decision=str(draft.payload["decision"]),
        reason=str(draft.payload.get("reason", "")),
        proof=prescriber,
        at=request.at,
        event_id=draft.id,
    )


def _limits_set(request: ClinicRequest, infusion_id: UUID, draft: Draft, prescriber: Proof) -> None:
    actions.set_limits(
        request.acting,
        infusion_id,
        {name: value for name, value in draft.payload.items() if name != "reason"},
        reason=str(draft.payload.get("reason", "")),
        proof=prescriber,
        at=request.at,
        event_id=draft.id,
    )


def _discharged(request: ClinicRequest, infusion_id: UUID, draft: Draft, who: Proof) -> None:
    actions.discharge(request.acting, infusion_id, dict(draft.payload), proof=who, at=request.at, event_id=draft.id)


SIGN: Final[Mapping[str, Sign]] = {
    "drawn_up": _drawn_up,
    "bedside_check": _bedside_check,
    "wasted": _wasted,
    "go_no_go": _go_no_go,
    "limits_set": _limits_set,
    "discharged": _discharged,
}
