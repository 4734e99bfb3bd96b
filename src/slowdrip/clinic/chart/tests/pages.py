"""Addresses of the chart's pages, as a browser asks for them."""

from typing import Any

from django.urls import reverse

from tests.visit import Visit


def url(visit: Visit, name: str, **more: Any) -> str:
    """The address of a page of a visit."""
    return reverse(f"chart:{name}", kwargs={"clinic": "harbor", "infusion": visit.infusion.pk, **more})
