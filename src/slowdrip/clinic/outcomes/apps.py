"""Registers the app and its sentences."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """The outcomes app."""

    name = "slowdrip.clinic.outcomes"
    label = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, the cards on the patient's page, the key at the chair, and what the clock looks at."""
        from slowdrip.clinic.outcomes import asked_shown, asked_telling, asked_words, panels, ticking, words

        words.register_all()
        panels.register_all()
        asked_words.register_all()
        asked_shown.register_all()
        asked_telling.register_all()
        ticking.register_all()
