"""Clears what has run out: sessions nobody can use any more."""

from importlib import import_module

from django.conf import settings


def expire_sessions() -> None:
    """Deletes every session that has run out; for a daily job, and running it twice does no harm."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
