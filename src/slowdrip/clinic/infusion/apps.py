"""Registers the app and answers what treatment asks of running drips."""

from django.apps import AppConfig


class InfusionConfig(AppConfig):
    """The infusion app."""

    name = "slowdrip.clinic.infusion"
    label = "infusion"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hooks up the gates once all models are loaded."""
        from slowdrip.clinic.accounts.closing import register_place_closed
        from slowdrip.clinic.infusion import banner, nursing, ordering, words

        banner.register_all()
        ordering.register()
        register_place_closed(nursing.place_closed)
        words.register_all()
