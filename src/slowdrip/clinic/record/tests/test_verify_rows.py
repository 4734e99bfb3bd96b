"""A log row that no link of the chain vouches for is named, and a clinic at work is not accused."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from slowdrip.clinic.record import verify
from slowdrip.clinic.record.acting import act, digest
from slowdrip.clinic.record.canonical import sha256
from slowdrip.clinic.record.chain import link_hash
from slowdrip.clinic.record.models import AuditEntry, ClinicHead, Signature, Void
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.verify import Fault, verify_chain, verify_end
from tests.cast import DAY, Cast

from .rows import guards_off, links, sign_something

ROWS = 10_000


def forged_signature(cast: Cast) -> Signature:
    """A signature of the director's that nobody gave, with a hash that fits its text."""
    return Signature(
        clinic=cast.harbor,
        signer_id=cast.director.acting.actor_id,
        session_actor_id=cast.director.acting.actor_id,
        signer_name="Dr Dana Whitfield",
        meaning="policy.signed",
        subject="record.clinic",
        subject_id=cast.harbor.pk,
        document="{}",
        document_sha256=sha256("{}"),
        method="pin",
        at=DAY,
    )


def forged_void(cast: Cast) -> Void:
    by_id = cast.nurse.acting.actor_id
    return Void(clinic=cast.harbor, target="x", target_id=uuid4(), reason="never happened", by_id=by_id, at=DAY)


@pytest.mark.parametrize("forge", [forged_signature, forged_void])
def test_a_row_that_nothing_vouches_for_is_named(cast: Cast, forge: Callable[[Cast], Signature | Void]) -> None:
    row = forge(cast)
    row.save()
    fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.where) == ("row_added", f"{row._meta.label_lower} {row.pk}")
    assert verify_chain(cast.northside.pk) is None


def test_a_row_is_found_on_whatever_page_it_stands(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "PAGE", 2)
    for person in cast.staff:
        sign_something(person.acting, at=DAY)
    assert verify_chain(cast.harbor.pk) is None
    forged_signature(cast).save()
    fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert fault.code == "row_added"


def test_planted_fault_without_the_look_into_the_logs_a_forged_signature_passes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged_signature(cast).save()
    monkeypatch.setattr(verify, "_added", lambda walk: None)
    assert verify_chain(cast.harbor.pk) is None, "the check above stands on that look alone"


def test_a_row_that_is_vouched_for_twice_is_named(cast: Cast) -> None:
    signature = sign_something(cast.nurse.acting, at=DAY)
    with act(cast.nurse.acting, at=DAY) as tx:
        item = {"table": "record.signature", "id": str(signature.pk), "sha256": digest(signature)}
        tx.rows.append(item)
        tx.wrote("test.again")
    fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.where) == ("row_added", f"record.signature {signature.pk} again")


def test_a_link_that_the_head_does_not_know_is_named(cast: Cast) -> None:
    before = ClinicHead.objects.get(clinic=cast.harbor)
    sign_something(cast.nurse.acting, at=DAY)
    newest = links(cast.system)[-1]
    ClinicHead.objects.filter(pk=before.pk).update(seq=before.seq, hash=before.hash)
    assert verify_chain(cast.harbor.pk) == Fault("row_added", newest.seq, f"record.auditentry {newest.pk}")


def test_a_document_that_no_longer_fits_its_hash_is_named(cast: Cast) -> None:
    signature = sign_something(cast.nurse.acting, at=DAY)
    with guards_off():
        Signature.objects.filter(pk=signature.pk).update(document='{"text":"no"}')
        fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.where) == ("document_edited", f"record.signature {signature.pk}")


def test_a_document_that_was_stored_with_a_foreign_hash_is_named(cast: Cast) -> None:
    row = forged_signature(cast)
    row.document_sha256 = "0" * 64
    with act(cast.nurse.acting, at=DAY) as tx:
        tx.insert(row)
        tx.wrote("test.stored")
    fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert fault.code == "document_edited"


def test_planted_fault_a_verifier_that_trusts_stored_document_hashes_misses_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = forged_signature(cast)
    row.document_sha256 = "0" * 64
    with act(cast.nurse.acting, at=DAY) as tx:
        tx.insert(row)
        tx.wrote("test.stored")
    monkeypatch.setattr(verify, "HASH_OF", ())
    assert verify_chain(cast.harbor.pk) is None


MOMENTS = ("_link_fault", "_rows", "_beyond_head", "_id_pages", "_row_code")


def write_at(moment: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Signature]:
    """Lets a nurse chart something just when the verifier comes to this point for the first time."""
    written: list[Signature] = []
    usual: Callable[..., Any] = getattr(verify, moment)

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        if not written:
            written.append(sign_something(cast.nurse.acting, at=DAY))
        return usual(*args, **kwargs)

    monkeypatch.setattr(verify, moment, meanwhile)
    return written


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_written_while_the_verifier_walks_is_no_fault(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    sign_something(cast.nurse.acting, at=DAY)
    written = write_at(moment, cast, monkeypatch)
    assert verify_chain(cast.harbor.pk) is None
    assert len(written) == 1


def test_planted_fault_a_verifier_that_reads_the_head_last_accuses_a_clinic_at_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head as it is after the walk, against a walk that ended before the nurse wrote."""
    until = ClinicHead.objects.get(clinic=cast.harbor).seq
    sign_something(cast.nurse.acting, at=DAY)
    usual = verify._Walk._page
    monkeypatch.setattr(verify._Walk, "_page", lambda walk, _seq: usual(walk, until))
    fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert fault.code == "cut"


def test_planted_fault_a_verifier_that_does_not_walk_on_accuses_a_row_just_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_at("_id_pages", cast, monkeypatch)
    usual, calls = verify._Walk.to_head, iter([True])
    monkeypatch.setattr(verify._Walk, "to_head", lambda walk: usual(walk) if next(calls, False) else None)
    fault = verify_chain(cast.harbor.pk)
    assert fault is not None
    assert fault.code == "row_added"


def test_an_end_noted_earlier_is_still_in_a_chain_that_went_on(cast: Cast) -> None:
    noted = ClinicHead.objects.get(clinic=cast.harbor)
    for _ in range(3):
        sign_something(cast.nurse.acting, at=DAY)
        assert verify_end(cast.harbor.pk, seq=noted.seq, end_hash=noted.hash) is None


def test_an_end_that_the_chain_does_not_reach_is_a_cut(cast: Cast) -> None:
    head = ClinicHead.objects.get(clinic=cast.harbor)
    assert verify_end(cast.harbor.pk, seq=head.seq, end_hash=head.hash) is None
    assert verify_end(cast.harbor.pk, seq=head.seq + 1, end_hash=head.hash) == Fault("cut", head.seq)


def test_a_chain_written_anew_does_not_hold_the_end_noted_before(cast: Cast) -> None:
    """A rewriter who forges every hash leaves a chain that is whole in itself; only a note elsewhere shows it."""
    sign_something(cast.nurse.acting, at=DAY)
    noted = ClinicHead.objects.get(clinic=cast.harbor)
    with guards_off():
        rewrite(cast)
        assert verify_chain(cast.harbor.pk) is None
        assert verify_end(cast.harbor.pk, seq=noted.seq, end_hash=noted.hash) == Fault("cut", noted.seq)


def rewrite(cast: Cast) -> None:
    """Changes the first link and forges all hashes after it."""
    prev = verify.START
    for entry in links(cast.system):
        entry.prev_hash, entry.action = prev, "nothing.happened" if prev == verify.START else entry.action
        prev = link_hash(entry)
        AuditEntry.objects.filter(pk=entry.pk).update(prev_hash=entry.prev_hash, action=entry.action, hash=prev)
    ClinicHead.objects.filter(clinic=cast.harbor).update(hash=prev)


def test_ten_thousand_rows_are_verified_page_by_page(cast: Cast) -> None:
    for _ in range(20):
        with act(cast.nurse.acting, at=DAY) as tx:
            for _ in range(ROWS // 20 // 10):
                tx.wrote("test.filled")
            tx.insert_all([forged_void(cast) for _ in range(ROWS // 20)])
    assert verify_chain(cast.harbor.pk) is None
    assert Void.objects.filter(id__lte=uuid7()).count() == ROWS
