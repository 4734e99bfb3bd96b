"""Registers the app, its sentences, and its key at the chair."""

from django.apps import AppConfig


class BedsideConfig(AppConfig):
    """The bedside app."""

    name = "slowdrip.clinic.bedside"
    label = "bedside"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences and the key."""
        from slowdrip.clinic.bedside import panels, words

        words.register_all()
        panels.register_all()
