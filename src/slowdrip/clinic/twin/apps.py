"""Registers the app and what it shows at the chair, in the trend, on an order and in the record."""

from django.apps import AppConfig


class TwinConfig(AppConfig):
    """The twin app: pages, and which models a drip was shown with."""

    name = "slowdrip.clinic.twin"
    label = "twin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds panel, bands, and the line of the record."""
        from slowdrip.clinic.twin import panels

        panels.register_all()
