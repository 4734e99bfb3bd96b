"""Registers the app and its sentences."""

from django.apps import AppConfig


class MonitorsConfig(AppConfig):
    """The monitors app."""

    name = "slowdrip.clinic.monitors"
    label = "monitors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds the sentences, and answers when a channel last spoke."""
        from slowdrip.clinic.monitors import watched, words

        words.register_all()
        watched.register()
