"""`verify_chain` names the first row that was edited, deleted, reordered or cut: each is planted here by force."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection

from slowdrip.clinic.record import verify
from slowdrip.clinic.record.models import AuditEntry, Signature
from slowdrip.clinic.record.verify import Fault, verify_chain
from tests.cast import DAY, Cast

from .rows import guards_off, links, sign_something


@pytest.fixture
def forced(cast: Cast) -> Iterator[Cast]:
    """The cast with a few signatures more, in a database whose guards are off."""
    for person in (cast.nurse, cast.prescriber, cast.director):
        sign_something(person.acting, at=DAY)
    with guards_off():
        yield cast


def edit(entry: AuditEntry, **values: object) -> None:
    """Overwrites columns of a link behind the model's back."""
    AuditEntry.objects.filter(pk=entry.pk).update(**values)


def test_an_honest_chain_has_no_fault(cast: Cast) -> None:
    sign_something(cast.nurse.acting, at=DAY)
    assert verify_chain(cast.harbor.pk) is None
    assert verify_chain(cast.northside.pk) is None


def test_pages_of_the_walk_join_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "PAGE", 2)
    assert verify_chain(cast.harbor.pk) is None


@pytest.mark.parametrize(
    "values",
    [
        {"detail": '{"failures":0}'},
        {"action": "nothing.happened"},
        {"subject": "record.other"},
        {"subject_id": uuid4()},
        {"at": DAY.replace(year=2020)},
        {"session_actor_id": None, "prev_hash": "f" * 64},
        {"hash": "f" * 64},
    ],
)
def test_an_edited_link_is_named(forced: Cast, values: dict[str, object]) -> None:
    entry = links(forced.system)[3]
    edit(entry, **values)
    assert verify_chain(forced.harbor.pk) == Fault("edited", entry.seq)


def test_the_first_of_two_edits_is_named(forced: Cast) -> None:
    chain = links(forced.system)
    edit(chain[6], action="late")
    edit(chain[2], action="early")
    assert verify_chain(forced.harbor.pk) == Fault("edited", chain[2].seq)


def test_another_actor_in_a_link_is_an_edit(forced: Cast) -> None:
    entry = next(link for link in links(forced.system) if link.actor_id == forced.nurse.acting.actor_id)
    edit(entry, actor_id=forced.desk.acting.actor_id)
    assert verify_chain(forced.harbor.pk) == Fault("edited", entry.seq)


@pytest.mark.parametrize("place", [0, 4])
def test_a_deleted_link_is_named_by_the_one_after_it(forced: Cast, place: int) -> None:
    chain = links(forced.system)
    AuditEntry.objects.filter(pk=chain[place].pk).delete()
    fault = verify_chain(forced.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.seq) == ("deleted", chain[place + 1].seq)


@pytest.mark.parametrize("place", [0, 4])
def test_two_links_that_changed_places_are_named(forced: Cast, place: int) -> None:
    first, second = links(forced.system)[place : place + 2]
    edit(first, seq=10_000)
    edit(second, seq=first.seq)
    edit(first, seq=second.seq)
    fault = verify_chain(forced.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.seq) == ("reordered", first.seq)


@pytest.mark.parametrize("gone", [1, 3])
def test_a_cut_end_is_named(forced: Cast, gone: int) -> None:
    chain = links(forced.system)
    AuditEntry.objects.filter(pk__in=[link.pk for link in chain[-gone:]]).delete()
    assert verify_chain(forced.harbor.pk) == Fault("cut", chain[-gone - 1].seq)


def test_an_empty_chain_is_a_cut_one(forced: Cast) -> None:
    AuditEntry.objects.visible_to(forced.system).delete()
    assert verify_chain(forced.harbor.pk) == Fault("cut", 0)


def test_an_edited_log_row_is_named(forced: Cast) -> None:
    signature = Signature.objects.visible_to(forced.system).earliest("id")
    Signature.objects.filter(pk=signature.pk).update(meaning="order.signed")
    fault = verify_chain(forced.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.where) == ("row_edited", f"record.signature {signature.pk}")


def test_a_deleted_log_row_is_named(forced: Cast) -> None:
    signature = Signature.objects.visible_to(forced.system).earliest("id")
    Signature.objects.filter(pk=signature.pk).delete()
    fault = verify_chain(forced.harbor.pk)
    assert fault is not None
    assert (fault.code, fault.where) == ("row_deleted", f"record.signature {signature.pk}")


def test_one_clinic_s_fault_is_not_the_other_s(forced: Cast) -> None:
    edit(links(forced.system)[1], action="edited")
    assert verify_chain(forced.northside.pk) is None


def test_planted_fault_a_verifier_that_trusts_stored_hashes_misses_the_edit(
    forced: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(links(forced.system)[3], action="edited")
    monkeypatch.setattr(verify, "link_hash", lambda entry: entry.hash)
    assert verify_chain(forced.harbor.pk) is None, "the check above stands on link_hash alone"


def test_the_guards_come_back_after_these_tests(cast: Cast) -> None:
    from slowdrip.clinic.record.guards import missing_triggers

    assert missing_triggers(connection) == []
