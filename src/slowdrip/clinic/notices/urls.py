"""The pages of messages."""

from django.urls import path

from slowdrip.clinic.notices.views import deciding, outbox, own, stops

app_name = "notices"
MESSAGE = "messages/<uuid:message>/"
urlpatterns = [
    path("messages/", outbox.page, name="outbox"),
    path("messages/mine/", own.mine, name="mine"),
    path(f"{MESSAGE}words/", deciding.words, name="words"),
    path(f"{MESSAGE}decide/", deciding.decide, name="decide"),
    path(f"{MESSAGE}seen/", own.seen, name="seen"),
    path("contacts/<uuid:contact_id>/stop/", stops.stop, name="stop"),
    path("stops/<uuid:stop>/lift/", stops.lift, name="lift"),
]
