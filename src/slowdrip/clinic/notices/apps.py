"""Registers the app, its sentences, its panel on the patient's page, and what the clock does for it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices app."""

    name = "slowdrip.clinic.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, panel and tick."""
        from slowdrip.clinic.infusion.clock import register_tick
        from slowdrip.clinic.notices import panels, sending, words

        words.register_all()
        panels.register_all()
        register_tick(sending.tick)
