"""Registers the app, its sentences, its panels, and what it offers after a patient's questions."""

from django.apps import AppConfig


class CognitionConfig(AppConfig):
    """The cognition app."""

    name = "slowdrip.clinic.cognition"
    label = "cognition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, panels, hooks and the words of the message."""
        from slowdrip.clinic.cognition import hearing, panels, telling, words

        words.register_all()
        panels.register_all()
        hearing.register_all()
        telling.register_all()
