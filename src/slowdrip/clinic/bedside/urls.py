"""The patient's screen, and how it changes hands."""

from django.urls import path

from slowdrip.clinic.bedside.views import hands, screen

app_name = "bedside"
urlpatterns = [
    path("bedside/", screen.page, name="page"),
    path("bedside/now/", screen.now, name="now"),
    path("bedside/call/", screen.call, name="call"),
    path("bedside/give/", hands.give, name="give"),
    path("bedside/take-back/", hands.take_back, name="take_back"),
]
