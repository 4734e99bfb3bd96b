"""Registers the app and its panel on the patient page."""

from django.apps import AppConfig


class ChartConfig(AppConfig):
    """The chart app: pages, no tables."""

    name = "slowdrip.clinic.chart"
    label = "chart"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds the visits to the patient page."""
        from slowdrip.clinic.chart import panels

        panels.register_all()
