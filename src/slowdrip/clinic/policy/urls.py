"""The policy pages."""

from django.urls import path

from . import views

app_name = "policy"
OF = "policy/<uuid:version_id>/"
urlpatterns = [
    path("policy/", views.current, name="current"),
    path("policy/new/", views.new, name="new"),
    path(OF, views.show, name="version"),
    path(f"{OF}change/<str:key>/", views.change, name="change"),
    path(f"{OF}sign/", views.sign, name="sign"),
    path(f"{OF}withdraw/", views.withdrawing, name="withdraw"),
    path(f"{OF}policy.toml", views.text, name="text"),
]
