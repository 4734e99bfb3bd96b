"""Registers the app: its words, its cards on other pages, the baselines that were told, and its clock."""

from django.apps import AppConfig


class GoLiveConfig(AppConfig):
    """The go-live app."""

    name = "slowdrip.clinic.golive"
    label = "golive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, cards, what the scores are compared with, and the clock that discards old tables."""
        from slowdrip.clinic.golive import infused, panels, reads, words
        from slowdrip.clinic.golive.actions.uploading import expire_waiting
        from slowdrip.clinic.infusion.clock import register_tick

        words.register_all()
        panels.register_all()
        reads.register_all()
        infused.register_all()
        register_tick(expire_waiting)
