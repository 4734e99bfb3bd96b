"""Registers the app, its words and what follows a sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "slowdrip.clinic.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listens to the sign-in library and gives the refusals of this app their words."""
        from allauth.account.signals import user_logged_in
        from allauth.mfa.signals import authenticator_added

        from slowdrip.clinic.record import words as all_words

        from . import sign_in, words

        all_words.register(words.REFUSALS)

        user_logged_in.connect(sign_in.after_sign_in, dispatch_uid="slowdrip.accounts.sign_in")
        authenticator_added.connect(sign_in.after_factor_added, dispatch_uid="slowdrip.accounts.factor")
