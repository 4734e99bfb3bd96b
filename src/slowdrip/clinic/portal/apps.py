"""Registers the app, its sentences and the words of its messages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal app."""

    name = "slowdrip.clinic.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Adds sentences and words, and ends the links of a contact that is not what it was."""
        from slowdrip.clinic.people.contact_hooks import register_on_contact
        from slowdrip.clinic.portal import links, telling, words

        words.register_all()
        telling.register_all()
        register_on_contact(links.revoke_of_contact)
