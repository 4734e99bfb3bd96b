"""Registers the app and answers what treatment asks of running drips."""

from django.apps import AppConfig


class InfusionConfig(AppConfig):
    """The infusion app."""

    name = "slowdrip.clinic.infusion"
    label = "infusion"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hooks up the gates once all models are loaded."""
        from slowdrip.clinic.infusion import banner, ordering, words

        banner.register_all()
        ordering.register()
        words.register_all()
