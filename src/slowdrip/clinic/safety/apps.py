"""Registers the app and its sentences."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """The safety app."""

    name = "slowdrip.clinic.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences, panels and banners, and what the cases hear and hold back."""
        from slowdrip.clinic.safety import counting, hooking, panels, words

        words.register_all()
        panels.register_all()
        counting.register_all()
        hooking.register_all()
