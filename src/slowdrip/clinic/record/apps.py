"""Registers the app and keeps the database's own guards in place after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    """The record app."""

    name = "slowdrip.clinic.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Reinstalls triggers and row-level security: a SQLite table rebuild drops triggers without a word."""
        from . import guards

        post_migrate.connect(guards.install_after_migrate, dispatch_uid="slowdrip.record.guards")
