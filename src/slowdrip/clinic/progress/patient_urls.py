"""A patient's own page; it stands before the door of a link, which takes whatever is left."""

from django.urls import path

from slowdrip.clinic.progress.views import own

app_name = "own"
urlpatterns = [path("mine/", own.page, name="page")]
