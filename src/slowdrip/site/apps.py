"""Registers the site, last of all apps."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Templates, static files and management of the whole."""

    name = "slowdrip.site"
    label = "site"
