"""Registers the app: its words, its cards on other pages, and the baselines that were told."""

from django.apps import AppConfig


class GoLiveConfig(AppConfig):
    """The go-live app."""

    name = "slowdrip.clinic.golive"
    label = "golive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, cards, and what the scores are compared with."""
        from slowdrip.clinic.golive import panels, reads, words

        words.register_all()
        panels.register_all()
        reads.register_all()
