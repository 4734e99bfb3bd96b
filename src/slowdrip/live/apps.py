"""Registers the app."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The live app: no tables."""

    name = "slowdrip.live"
    label = "live"
