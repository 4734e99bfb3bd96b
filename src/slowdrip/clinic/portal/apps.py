"""Registers the app, its sentences and the words of its messages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal app."""

    name = "slowdrip.clinic.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences and words."""
        from slowdrip.clinic.portal import telling, words

        words.register_all()
        telling.register_all()
