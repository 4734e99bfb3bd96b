"""Registers the app, its words, its banner and its panel on the patient's page."""

from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    """The treatment app."""

    name = "slowdrip.clinic.treatment"
    label = "treatment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Gives refusals their words and shows orders and overdue signatures where people look."""
        from slowdrip.clinic.people import panels
        from slowdrip.clinic.record import banners
        from slowdrip.clinic.record import words as all_words

        from . import banner, panel, words

        all_words.register(words.SENTENCES)
        banners.register(banner.cosign_overdue)
        panels.register(panel.orders_panel)
