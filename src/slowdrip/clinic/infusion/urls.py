"""The infusion pages."""

from django.urls import URLPattern

app_name = "infusion"
urlpatterns: list[URLPattern] = []
