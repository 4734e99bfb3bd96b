"""One sequence per clinic: audit and news share it and nothing is skipped."""

from datetime import timedelta

import pytest
from django.db import transaction

from slowdrip.clinic.record.acting import Tx, act
from slowdrip.clinic.record.chain import Entry, append
from slowdrip.clinic.record.models import Actor, AuditEntry, ClinicHead, Outbox
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast

from .rows import links, sign_something


def numbers(cast: Cast) -> list[int]:
    """Every number the clinic's sequence has given, sorted."""
    audits = AuditEntry.objects.visible_to(cast.system).values_list("seq", flat=True)
    news = Outbox.objects.visible_to(cast.system).values_list("seq", flat=True)
    return sorted([*audits, *news])


def half_done(cast: Cast) -> None:
    """An action that writes everything it can and is then refused."""
    with act(cast.nurse.acting, at=DAY) as tx:
        tx.insert(Actor(clinic=cast.harbor, kind=Actor.Kind.DEVICE, label="half made"))
        tx.wrote("test.half", None)
        tx.publish("test")
        raise Refused("changed_its_mind")


def void_silently(cast: Cast) -> None:
    """An action that writes a log row and forgets to say so."""
    link = links(cast.system)[0]
    with act(cast.nurse.acting, at=DAY) as tx:
        tx.void(link, reason="silently")
        tx.entries.clear()


def test_two_actions_number_audit_and_news_without_a_gap(cast: Cast) -> None:
    sign_something(cast.nurse.acting, at=DAY)
    sign_something(cast.prescriber.acting, at=DAY)
    given = numbers(cast)
    assert given == list(range(1, len(given) + 1))
    assert ClinicHead.objects.get(clinic=cast.harbor).seq == given[-1]


def test_each_link_names_the_hash_before_it(cast: Cast) -> None:
    chain = links(cast.system)
    assert chain[0].prev_hash == "0" * 64
    assert [link.prev_hash for link in chain[1:]] == [link.hash for link in chain[:-1]]


def test_two_clinics_count_apart(cast: Cast) -> None:
    before = ClinicHead.objects.get(clinic=cast.northside).seq
    sign_something(cast.nurse.acting, at=DAY)
    assert ClinicHead.objects.get(clinic=cast.northside).seq == before


def test_a_refused_action_leaves_nothing_behind(cast: Cast) -> None:
    head = ClinicHead.objects.get(clinic=cast.harbor)
    given, actors = numbers(cast), Actor.objects.count()
    with pytest.raises(Refused):
        half_done(cast)
    assert Actor.objects.count() == actors
    assert numbers(cast) == given
    assert ClinicHead.objects.get(clinic=cast.harbor).hash == head.hash


def test_an_action_inside_an_action_is_refused(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="durable"), act(cast.nurse.acting, at=DAY):  # noqa: SIM117 - the outer one first
        with act(cast.nurse.acting, at=DAY):
            raise AssertionError("the inner action was let in")


def test_an_action_inside_a_plain_transaction_is_refused(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():  # noqa: SIM117 - the outer one first
        with act(cast.nurse.acting, at=DAY):
            raise AssertionError("the action was let in")


def test_a_log_row_without_an_audit_entry_is_refused(cast: Cast) -> None:
    with pytest.raises(AssertionError, match="without an audit entry"):
        void_silently(cast)


def test_the_chain_is_written_inside_an_action_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Outside:
        in_atomic_block = False

    with monkeypatch.context() as patched:
        patched.setattr(transaction, "get_connection", lambda *_: Outside)
        with pytest.raises(AssertionError, match="inside an action"):
            append(cast.system, DAY, [Entry("test", "", None)], rows=[])


def test_outbox_rows_carry_ids_and_a_topic_only(cast: Cast) -> None:
    columns = {field.attname for field in Outbox._meta.concrete_fields}
    assert columns == {"id", "clinic_id", "seq", "topic", "subject_id", "at"}
    sign_something(cast.nurse.acting, at=DAY)
    row = Outbox.objects.visible_to(cast.system).latest("seq")
    assert row.topic == "test"
    assert row.subject_id == links(cast.system)[0].pk


def test_a_changed_register_row_is_audited_before_and_after(cast: Cast) -> None:
    actor = Actor.objects.get(pk=cast.desk.acting.actor_id)
    with act(cast.director.acting, at=DAY) as tx:
        tx.change(actor, label="Alex M.")
    assert '"label":["Alex Moreau","Alex M."]' in links(cast.system)[-1].detail


def test_planted_fault_an_action_that_forgets_to_number_its_news_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Tx.flush

    def skipping(tx: Tx) -> None:
        ClinicHead.objects.filter(clinic_id=tx.actor.clinic_id).update(
            seq=ClinicHead.objects.get(clinic_id=tx.actor.clinic_id).seq + 1
        )
        whole(tx)

    monkeypatch.setattr(Tx, "flush", skipping)
    sign_something(cast.nurse.acting, at=DAY + timedelta(minutes=1))
    given = numbers(cast)
    assert given != list(range(1, len(given) + 1))
