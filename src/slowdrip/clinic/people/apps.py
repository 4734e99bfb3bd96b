"""Registers the app and its words."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people app."""

    name = "slowdrip.clinic.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Gives refusals their words."""
        from slowdrip.clinic.record import words as all_words

        from . import words

        all_words.register(words.SENTENCES)
