"""Registers the app, its sentences, and what it shows on the pages of patient and chair."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """The encounters app."""

    name = "slowdrip.clinic.encounters"
    label = "encounters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences and panels."""
        from slowdrip.clinic.encounters import panels, words

        words.register_all()
        panels.register_all()
