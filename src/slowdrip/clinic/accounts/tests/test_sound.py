"""Which screens sound: stations and phones do, a tablet at a chair does not, and a clinic may say otherwise."""

import json

import pytest
from django.test import Client

from slowdrip.clinic.accounts.actions import enrol, set_sound
from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from tests.cast import DAY, Cast
from tests.fixtures import ClientAs, signed_in

BY_KIND = {"tablet": False, "station": True, "wall": False, "phone": True}


def screen(cast: Cast, kind: str) -> tuple[Client, Device]:
    """A browser on an enrolled device of this kind where nobody sits."""
    new = enrol(cast.nurse.acting, name=f"The {kind}", kind=kind, at=DAY)
    client = Client()
    client.cookies[DEVICE_COOKIE] = new.token
    return client, new.device


def said(client: Client, path: str = "/harbor/devices/") -> str:
    """What a page says about its sound."""
    html = client.get(path).content.decode()
    return "on" if 'data-sound="on"' in html else "off" if 'data-sound="off"' in html else ""


def each_kind_sounds_as_it_should(cast: Cast) -> None:
    found = {}
    for kind in BY_KIND:
        client, _device = screen(cast, kind)
        signed_in(client, cast.nurse.user)
        found[kind] = said(client) == "on"
    assert found == BY_KIND


def test_a_station_and_a_phone_sound_and_a_tablet_does_not(cast: Cast) -> None:
    each_kind_sounds_as_it_should(cast)


def test_planted_fault_a_tablet_that_sounds_by_default_is_noticed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Device, "SOUNDING", frozenset(Device.Kind.values))
    with pytest.raises(AssertionError):
        each_kind_sounds_as_it_should(cast)


def test_a_screen_that_is_not_enrolled_sounds(cast: Cast, client_as: ClientAs) -> None:
    assert said(client_as(cast.nurse)) == "on"


def test_a_locked_station_sounds_and_a_stranger_hears_nothing(cast: Cast) -> None:
    client, _device = screen(cast, "station")
    assert said(client, "/harbor/locked/") == "on"
    assert said(Client(), "/account/login/") == ""


def test_a_tablet_is_let_sound_and_the_register_says_who_did(cast: Cast) -> None:
    client, device = screen(cast, "tablet")
    signed_in(client, cast.nurse.user)
    client.post(f"/harbor/devices/{device.pk}/sound/", {"sound": "on"})
    assert said(client) == "on"
    entry = AuditEntry.objects.get(action="accounts.device.changed", subject_id=device.pk)
    assert entry.actor_id == cast.nurse.acting.actor_id
    assert json.loads(entry.detail)["changed"] == {"sound": ["None", "True"]}
    client.post(f"/harbor/devices/{device.pk}/sound/", {"sound": "off"})
    assert said(client) == "off"


def test_saying_what_is_so_already_changes_nothing(cast: Cast) -> None:
    _client, device = screen(cast, "station")
    set_sound(cast.nurse.acting, device.pk, sound=True, at=DAY)
    assert not AuditEntry.objects.filter(action="accounts.device.changed").exists()


def test_only_who_may_enrol_a_device_says_whether_it_sounds(cast: Cast, client_as: ClientAs) -> None:
    _client, device = screen(cast, "tablet")
    with pytest.raises(Refused, match="not_permitted"):
        set_sound(cast.auditor.acting, device.pk, sound=True, at=DAY)
    assert client_as(cast.auditor).post(f"/harbor/devices/{device.pk}/sound/", {"sound": "on"}).status_code == 403
    assert client_as(cast.outsider).post(f"/harbor/devices/{device.pk}/sound/", {"sound": "on"}).status_code == 404
    device.refresh_from_db()
    assert device.sound is None
