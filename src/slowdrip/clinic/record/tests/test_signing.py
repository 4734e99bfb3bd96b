"""Signatures and voids: the exact bytes, fresh proof, the clinic's own signer, once."""

import json
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from slowdrip.clinic.record import steps
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.models import AuditEntry, Signature, Void
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import PROOF_LASTS, Proof, sign
from tests.cast import DAY, Cast

from .rows import links, sign_something

DOCUMENT = {"dose_ug": 40_000, "basis": "actual", "ratio": Decimal("0.50"), "at": DAY}
BYTES = '{"at":"2026-03-10T14:00:00+00:00","basis":"actual","dose_ug":40000,"ratio":"0.50"}'


def signed(session: Acting, proof: Proof) -> Signature:
    """Signs the clinic's first link in this session."""
    with act(session, at=DAY) as tx:
        return sign(tx, proof, links(session)[0], meaning="test.signed", document=DOCUMENT)


def test_a_signature_keeps_the_exact_bytes_and_their_hash(cast: Cast) -> None:
    row = signed(cast.nurse.acting, Proof(cast.prescriber.acting, "pin", DAY))
    row.refresh_from_db()
    assert row.document == BYTES
    assert row.document_sha256 == sha256(BYTES.encode()).hexdigest()


def test_a_signature_names_the_signer_and_whoever_holds_the_session(cast: Cast) -> None:
    row = signed(cast.nurse.acting, Proof(cast.prescriber.acting, "pin", DAY))
    assert row.signer_id == cast.prescriber.acting.actor_id
    assert row.session_actor_id == cast.nurse.acting.actor_id
    assert row.signer_name == "Dr Paul Reyes"


@pytest.mark.parametrize("age", [timedelta(0), PROOF_LASTS])
def test_fresh_proof_signs(cast: Cast, age: timedelta) -> None:
    assert signed(cast.nurse.acting, Proof(cast.nurse.acting, "pin", DAY - age)).method == "pin"


@pytest.mark.parametrize("age", [PROOF_LASTS + timedelta(seconds=1), timedelta(seconds=-1)])
def test_old_proof_and_proof_from_the_future_do_not_sign(cast: Cast, age: timedelta) -> None:
    with pytest.raises(Refused, match="proof_expired"):
        signed(cast.nurse.acting, Proof(cast.nurse.acting, "pin", DAY - age))
    assert not Signature.objects.exists()


def test_the_signer_of_another_clinic_does_not_sign(cast: Cast) -> None:
    with pytest.raises(Refused, match="signer_of_other_clinic"):
        signed(cast.nurse.acting, Proof(cast.outsider.acting, "pin", DAY))


def test_planted_fault_proof_that_never_expires_signs_next_week(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PROOF_LASTS", timedelta(days=30))
    assert signed(cast.nurse.acting, Proof(cast.nurse.acting, "pin", DAY - timedelta(days=7))).method == "pin"


def test_a_float_has_no_canonical_form() -> None:
    for document in ({"a": 0.5}, {"a": [{"b": 0.5}]}, [0.5]):
        with pytest.raises(TypeError):
            canonical(document)


def test_canonical_text_is_sorted_and_reads_back() -> None:
    text = canonical({"b": 1, "a": "é"})
    assert text == '{"a":"é","b":1}'
    assert json.loads(text) == {"a": "é", "b": 1}


def test_a_log_row_is_voided_once(cast: Cast) -> None:
    signature = sign_something(cast.nurse.acting, at=DAY)
    with act(cast.nurse.acting, at=DAY) as tx:
        tx.void(signature, reason="wrong patient")
    with pytest.raises(Refused, match="already_voided"), act(cast.director.acting, at=DAY) as tx:
        tx.void(signature, reason="again")
    assert Void.objects.get(target_id=signature.pk).reason == "wrong patient"


def test_a_voided_row_stays_and_is_no_longer_current(cast: Cast) -> None:
    signature = sign_something(cast.nurse.acting, at=DAY)
    with act(cast.nurse.acting, at=DAY) as tx:
        tx.void(signature, reason="wrong patient")
    assert Signature.objects.visible_to(cast.system).filter(pk=signature.pk).exists()
    assert not Signature.objects.visible_to(cast.system).current().exists()


def test_another_clinic_sees_nothing_of_it(cast: Cast) -> None:
    sign_something(cast.nurse.acting, at=DAY)
    assert not Signature.objects.visible_to(cast.outsider.acting).exists()
    assert not AuditEntry.objects.visible_to(cast.outsider.acting).filter(actor=cast.nurse.acting.actor_id).exists()
