"""Registers the app and its sentences."""

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    """The emergency app."""

    name = "slowdrip.clinic.emergency"
    label = "emergency"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds the sentences."""
        from slowdrip.clinic.emergency import words

        words.register_all()
