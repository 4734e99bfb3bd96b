"""Fixtures that tests beside every package share: the cast, and a browser somebody sits at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client, override_settings

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


@pytest.fixture
def cast(db: None) -> Cast:
    """Both clinics and everyone in them."""
    return build_cast()


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
