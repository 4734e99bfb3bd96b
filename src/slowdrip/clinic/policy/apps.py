"""Registers the app, its words, its banner and the session numbers of its policy."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """The policy app."""

    name = "slowdrip.clinic.policy"
    label = "policy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Gives refusals their words, shows the banner while nobody has signed, says when screens lock."""
        from slowdrip.clinic.accounts import timing as session_numbers
        from slowdrip.clinic.record import banners
        from slowdrip.clinic.record import words as all_words

        from . import banner, timing, words

        all_words.register(words.SENTENCES)
        banners.register(banner.unsigned)
        session_numbers.register(timing.session_timing)
