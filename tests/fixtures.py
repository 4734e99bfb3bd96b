"""Fixtures that tests beside every package share: the cast, and a browser somebody sits at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from slowdrip.clinic.accounts.models import User
from tests.cast import Cast, Person, build_cast

SESSION_OF = "account_authentication_methods_user"
ClientAs = Callable[[Person], Client]


@pytest.fixture(autouse=True, scope="session")
def cheap_secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Passwords and PINs cost little here; their real cost is a setting. Static files come from their sources."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SLOWDRIP_PIN_COST=1,
        SLOWDRIP_PIN_MEMORY_KIB=64,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
    ):
        yield


@contextmanager
def taken_back() -> Iterator[None]:
    """A transaction of which nothing stays."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django's own TestCase: an action may be durable inside
    with around:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def whole_file(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction that lasts as long as the file's tests: what is built in it is built once and undone at the end."""
    with django_db_blocker.unblock(), taken_back():
        yield


@pytest.fixture(scope="module")
def filed_cast(whole_file: None) -> Cast:
    """The cast, built once for a file of tests: other things that are built once stand on it."""
    made = build_cast()
    connection.check_constraints()  # nothing of it waits for an end of the transaction that never comes
    return made


@pytest.fixture
def cast(filed_cast: Cast, db: None) -> Cast:
    """Both clinics and everyone in them, as if they had just been made."""
    return deepcopy(filed_cast)


@pytest.fixture
def client_as(cast: Cast) -> ClientAs:
    """A browser in which this person has signed in with password and one-time code."""

    def sign_in(person: Person) -> Client:
        return signed_in(Client(), person.user)

    return sign_in


def signed_in(client: Client, user: User) -> Client:
    """Gives the client after a full sign-in, second factor included."""
    client.force_login(user)
    session = client.session
    at = time.time()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": at},
        {"method": "mfa", "at": at, "type": "totp"},
    ]
    session[SESSION_OF] = user_id_to_str(user)
    session.save()
    return client
