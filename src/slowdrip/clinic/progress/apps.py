"""Registers the app: its panel on the patient's page, and what it hears of answers."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """The progress app."""

    name = "slowdrip.clinic.progress"
    label = "progress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds the panel and the hooks."""
        from slowdrip.clinic.progress import hearing, panels

        panels.register_all()
        hearing.register_all()
