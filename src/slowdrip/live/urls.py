"""The stream page."""

from django.urls import path

from slowdrip.live import views

app_name = "live"
urlpatterns = [path("stream", views.stream, name="stream")]
