"""PINs while others write and while others try: argon2 holds nobody up, and no race gives a sixth try."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from argon2 import PasswordHasher
from django.db import connection

from slowdrip.clinic.accounts import pins
from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.pins import prove_pin, set_pin
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast, Person
from tests.houses import Prototype

from .screens import TRIES

WRONG = "0192"


class Watched(PasswordHasher):
    """A hasher that tells a test when it is at work."""

    def __init__(self, at_work: Callable[[], None]) -> None:
        super().__init__(time_cost=1, memory_cost=64)
        self.at_work = at_work

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.at_work()
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        self.at_work()
        return super().verify(hash, password)


def watch(monkeypatch: pytest.MonkeyPatch, at_work: Callable[[], None]) -> None:
    """Calls the test each time argon2 begins."""
    monkeypatch.setattr(pins, "hasher", lambda: Watched(at_work))


def failures(person: Person) -> int:
    """How many tries are counted now."""
    return Membership.objects.get(pk=person.member.pk).pin_failures


def code_of(cast: Cast, pin: str) -> str:
    """What a try of the prescriber's PIN at the nurse's screen comes to: a refusal's code, or nothing."""
    try:
        prove_pin(cast.nurse.acting, cast.prescriber.member.pk, pin, at=DAY)
    except Refused as refused:
        return refused.code
    return ""


@pytest.fixture
def open_while_hashing(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether a transaction of an action was open, each time argon2 began."""
    seen: list[bool] = []
    is_open = [False]

    @contextmanager
    def acted(*args: Any, **kwargs: Any) -> Iterator[Any]:
        is_open[0] = True
        try:
            with act(*args, **kwargs) as tx:
                yield tx
        finally:
            is_open[0] = False

    monkeypatch.setattr(pins, "act", acted)
    watch(monkeypatch, lambda: seen.append(is_open[0]))
    return seen


def test_no_transaction_is_open_while_argon2_works(cast: Cast, open_while_hashing: list[bool]) -> None:
    prove_pin(cast.nurse.acting, cast.nurse.member.pk, cast.nurse.pin, at=DAY)
    assert code_of(cast, WRONG) == "pin_wrong"
    set_pin(cast.nurse.acting, cast.nurse.member.pk, "4826", at=DAY)
    assert open_while_hashing == [False, False, False]


def test_planted_fault_a_pin_looked_at_while_its_try_is_counted_is_found(
    cast: Cast, open_while_hashing: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = pins._signer

    def hasty(*args: Any) -> Membership:
        member = signer(*args)
        pins._is_right(member.pin_hash, WRONG)
        return member

    monkeypatch.setattr(pins, "_signer", hasty)
    code_of(cast, WRONG)
    assert True in open_while_hashing


def looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch, *, at_once: int) -> tuple[int, list[str]]:
    """Starts each try while the one before is still being looked at; gives how many were, and what all came to."""
    looks, codes = [0], []

    def next_try() -> None:
        looks[0] += 1
        if looks[0] < at_once:
            codes.append(code_of(cast, WRONG))

    watch(monkeypatch, next_try)
    codes.append(code_of(cast, WRONG))
    return looks[0], codes


def test_however_many_try_at_once_no_more_are_looked_at_than_the_policy_gives(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, codes = looked_at(cast, monkeypatch, at_once=TRIES + 3)
    assert looks == TRIES
    assert codes == ["pin_locked", *["pin_wrong"] * TRIES]
    assert failures(cast.prescriber) == TRIES


def test_planted_fault_a_try_counted_only_afterwards_lets_a_race_guess_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = pins._count_try

    def uncounted(*args: Any, **kwargs: Any) -> Any:
        tried = count(*args, **kwargs)
        Membership.objects.filter(pk=tried.member.pk).update(pin_failures=tried.failures - 1)
        return tried

    monkeypatch.setattr(pins, "_count_try", uncounted)
    looks, _codes = looked_at(cast, monkeypatch, at_once=TRIES + 3)
    assert looks > TRIES


def test_the_last_try_is_not_given_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Membership.objects.filter(pk=cast.prescriber.member.pk).update(pin_failures=TRIES - 1)
    second: list[str] = []
    watch(monkeypatch, lambda: second.append(code_of(cast, cast.prescriber.pin)) if not second else None)
    assert code_of(cast, WRONG) == "pin_wrong"
    assert second == ["pin_locked"]


def test_a_pin_changed_while_the_old_one_is_looked_at_refuses_the_old_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change() -> None:
        monkeypatch.setattr(pins, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64))
        set_pin(cast.prescriber.acting, cast.prescriber.member.pk, "4826", at=DAY)

    watch(monkeypatch, change)
    assert code_of(cast, cast.prescriber.pin) == "pin_changed"
    assert code_of(cast, "4826") == ""


def test_a_place_closed_while_the_pin_is_looked_at_signs_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def close() -> None:
        Membership.objects.filter(pk=cast.prescriber.member.pk).update(active=False)

    watch(monkeypatch, close)
    assert code_of(cast, cast.prescriber.pin) == "no_such_signer"


@pytest.mark.usefixtures("committed")
def test_ten_threads_get_five_tries_between_them(prototype: Prototype, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, codes, looks = prototype.house.cast, [], []
    watch(monkeypatch, lambda: looks.append(1))

    def one() -> None:
        codes.append(code_of(cast, WRONG))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(2 * TRIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [*["pin_locked"] * TRIES, *["pin_wrong"] * TRIES]
    assert len(looks) == TRIES
    assert failures(cast.prescriber) == TRIES
