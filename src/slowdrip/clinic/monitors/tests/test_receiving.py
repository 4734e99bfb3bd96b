"""What monitors say is kept whole, attributed by pairing alone, and held back where it cannot be trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.actions import end_otherwise
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.monitors import actions, attributing
from slowdrip.clinic.monitors.heard import HeardNumber, Unread, unescaped
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage, VitalSample
from slowdrip.clinic.monitors.tests.speaking import AT, DEVICE, PAIRED_AT, SOON, by_channel, hear, introduced, message
from slowdrip.clinic.record.models import Outbox
from tests.drips import House

pytestmark = pytest.mark.django_db


def test_a_monitor_that_nobody_paired_is_kept_word_for_word_and_gives_no_number(house: House, running: Visit) -> None:
    kept = hear(house, message())
    row = MonitorMessage.objects.get()
    assert (kept.messages, kept.numbers) == (1, 0)
    assert unescaped(row.raw) == message().raw
    assert row.monitor == Monitor.objects.get(device=DEVICE, infusion=None)
    assert not VitalSample.objects.exists()


def test_a_paired_monitor_gives_its_numbers_to_that_drip(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message())
    found = by_channel(house)
    assert {name: row.value_thousandths for name, row in found.items()} == {
        "heart_rate": 72_000,
        "spo2": 97_600,
        "nibp_sys": 128_000,
        "nibp_dia": 78_000,
    }
    assert {row.infusion_id for row in found.values()} == {running.infusion.pk}
    assert found["nibp_sys"].at == AT - timedelta(minutes=1)
    assert Outbox.objects.filter(topic="samples", subject_id=running.infusion.pk).exists()


def test_the_same_message_sent_again_is_counted_and_stored_once(house: House, running: Visit) -> None:
    hear(house, message())
    again = hear(house, replace(message(), received_at=AT + SOON))
    assert (again.messages, again.repeated) == (0, 1)
    assert MonitorMessage.objects.count() == 1


def test_a_control_id_used_for_other_words_is_another_message(house: House, running: Visit) -> None:
    hear(house, message())
    other = hear(house, replace(message(), raw=b"MSH|other"))
    assert (other.messages, other.repeated) == (1, 0)


def test_a_cuff_reading_repeated_in_every_message_is_one_reading(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    first = message()
    hear(house, first)
    hear(house, replace(message(AT + SOON), numbers=first.numbers))
    assert VitalSample.objects.filter(channel="nibp_sys").count() == 1


def test_shuffled_and_replayed_messages_leave_the_same_numbers(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    said = [message(AT + timedelta(seconds=n)) for n in range(6)]
    hear(house, *said)
    before = set(VitalSample.objects.values_list("channel", "at", "value_thousandths"))
    for order in (said[::-1], said[3:] + said[:3], said):
        actions.receive(house.cast.system, order, at=AT + timedelta(seconds=30))
    assert set(VitalSample.objects.values_list("channel", "at", "value_thousandths")) == before
    assert VitalSample.objects.count() == len(before)


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({"patient_ids": ("H-9999",)}, "other_patient"),
        ({"patient_ids": ("visit-7", "H-1001")}, ""),
        ({"sent_at": AT - timedelta(seconds=61)}, "clock_off"),
        ({"sent_at": AT + timedelta(seconds=61)}, "clock_off"),
        ({"sent_at": AT - timedelta(seconds=60)}, ""),
    ],
)
def test_numbers_are_held_when_the_message_is_not_to_be_trusted(
    house: House, running: Visit, more: dict[str, Any], held: str
) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message(**more))
    assert {row.held for row in VitalSample.objects.all()} == {held}


def test_planted_fault_a_patient_id_that_nobody_compares_lets_another_patients_number_through(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributing, "_held", lambda heard, infusion, **_: "")
    with pytest.raises(AssertionError):
        test_numbers_are_held_when_the_message_is_not_to_be_trusted(
            house, running, {"patient_ids": ("H-9999",)}, "other_patient"
        )


def test_a_cuff_reading_without_its_own_time_is_held(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message(numbers=[HeardNumber("nibp_sys", 128_000, AT), HeardNumber("spo2", 97_000, AT)]))
    held = {row.channel: row.held for row in VitalSample.objects.all()}
    assert held == {"nibp_sys": "no_time", "spo2": ""}


@pytest.mark.parametrize(("minutes", "held"), [(15, ""), (16, "too_old")])
def test_a_cuff_reading_ages(house: House, running: Visit, minutes: int, held: str) -> None:
    early = AT - timedelta(minutes=30)
    hear(house, message(early))
    monitor: Monitor = Monitor.objects.get(device=DEVICE)
    Monitor.objects.filter(pk=monitor.pk).update(infusion=running.infusion, paired_at=early)
    measured = AT - timedelta(minutes=minutes)
    hear(house, message(numbers=[HeardNumber("nibp_sys", 128_000, measured, own_time=True)]))
    assert VitalSample.objects.get().held == held


def test_what_could_not_be_read_and_what_was_turned_away_are_kept(house: House, running: Visit) -> None:
    hear(house, message(unread=[Unread(3, "0002-4bb8^SpO2", "unknown_code")]))
    hear(house, message(AT + SOON, device="", control_id="", raw=b"rubbish", numbers=(), answer="AR", reason="not_hl7"))
    first, second = MonitorMessage.objects.order_by("received_at")
    assert json.loads(first.unread) == [{"code": "0002-4bb8^SpO2", "position": 3, "reason": "unknown_code"}]
    assert (second.monitor, second.answer, second.reason) == (None, "AR", "not_hl7")


def test_a_visit_that_has_ended_lets_its_monitor_go_before_the_next_number(house: House, running: Visit) -> None:
    nurse = running.team.nurse.acting()
    actions.pair(nurse, running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    end_otherwise(nurse, running.infusion.pk, "left_unseen", {}, at=AT)
    hear(house, message(AT + SOON))
    assert Monitor.objects.get().infusion is None
    assert not VitalSample.objects.filter(at__gte=AT).exists()
    assert InfusionEvent.objects.filter(infusion=running.infusion, kind="monitor_unpaired").count() == 1


def test_what_was_measured_before_the_pairing_is_the_last_patients_and_held(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT - timedelta(seconds=30))
    hear(house, message())
    held = {row.channel: row.held for row in VitalSample.objects.all()}
    assert held == {"heart_rate": "", "spo2": "", "nibp_sys": "before_pairing", "nibp_dia": "before_pairing"}


def test_a_message_that_waited_since_before_the_pairing_gives_nothing_to_chart(house: House, running: Visit) -> None:
    monitor = introduced(house)
    actions.pair(running.team.nurse.acting(), running.infusion.pk, monitor.pk, at=AT)
    actions.receive(house.cast.system, [message(AT - SOON)], at=AT + SOON)
    assert {row.held for row in VitalSample.objects.all()} == {"before_pairing"}


def test_planted_fault_a_pairing_without_a_time_takes_the_last_patients_pressure(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributing, "REPEATED", frozenset())
    with pytest.raises(AssertionError):
        test_what_was_measured_before_the_pairing_is_the_last_patients_and_held(house, running)


def test_a_lagging_clock_is_no_excuse_for_an_old_saturation(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=PAIRED_AT)
    hear(house, message(numbers=[HeardNumber("spo2", 97_000, AT - timedelta(seconds=61), own_time=True)]))
    assert VitalSample.objects.get().held == "clock_off"


def test_a_reading_held_for_a_wrong_name_gives_way_once_the_name_is_right(house: House, running: Visit) -> None:
    actions.pair(running.team.nurse.acting(), running.infusion.pk, introduced(house).pk, at=AT - timedelta(minutes=2))
    wrong = message(patient_ids=("H-9999",))
    hear(house, wrong)
    hear(house, replace(message(AT + SOON), numbers=wrong.numbers))
    cuff = VitalSample.objects.filter(channel__startswith="nibp")
    assert {row.held for row in cuff} == {""}
    assert cuff.count() == 2
