"""The accounts pages."""

from django.urls import URLPattern, URLResolver, include, path

from .views import devices, landing, lock, own_pin, staff

app_name = "accounts"

_person = [
    path("", staff.person, name="person"),
    path("name/", staff.name, name="name"),
    path("roles/", staff.roles, name="roles"),
    path("credentials/", staff.credential, name="credential"),
    path("pin-tries/", staff.pin_tries, name="pin_tries"),
    path("close/", staff.close_place, name="close_place"),
    path("reopen/", staff.reopen_place, name="reopen_place"),
]
_clinic: list[URLPattern | URLResolver] = [
    path("locked/", lock.locked, name="locked"),
    path("unlock/", lock.unlock, name="unlock"),
    path("lock/", lock.lock, name="lock"),
    path("switch/", lock.switch, name="switch"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<uuid:device>/sound/", devices.sound_of_device, name="sound_of_device"),
    path("devices/<uuid:device>/revoke/", devices.revoke_device, name="revoke_device"),
    path("pin/", own_pin.own_pin, name="pin"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.new_person, name="new_person"),
    path("staff/<uuid:person>/", include(_person)),
]
urlpatterns = [
    path("", landing.home, name="home"),
    path("<slug:clinic>/", include(_clinic)),
]
