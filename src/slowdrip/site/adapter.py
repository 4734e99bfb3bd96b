"""How people come in: never by signing themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NoSignUp(DefaultAccountAdapter):
    """Closes self sign-up: a director invites staff."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always no."""
        return False
