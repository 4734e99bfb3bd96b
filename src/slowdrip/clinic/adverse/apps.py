"""Registers the app and its sentences."""

from django.apps import AppConfig


class AdverseConfig(AppConfig):
    """The adverse app."""

    name = "slowdrip.clinic.adverse"
    label = "adverse"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, panels and gates, and what is heard of answers and of drips."""
        from slowdrip.clinic.adverse import chair, gates, hearing, panels, words

        words.register_all()
        panels.register_all()
        gates.register_all()
        hearing.register_all()
        chair.register_all()
