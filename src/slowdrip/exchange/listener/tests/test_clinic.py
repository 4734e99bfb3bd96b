"""From the wire to the clinic's database: what was acknowledged is committed, at the drip its monitor stands at."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from slowdrip.clinic.monitors import actions
from slowdrip.clinic.monitors.heard import unescaped
from slowdrip.clinic.monitors.models import Monitor, MonitorMessage, VitalSample
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.verify import verify_chain
from slowdrip.exchange.hl7.framing import framed
from slowdrip.exchange.listener import clinic as one_clinic
from slowdrip.exchange.listener.reading import heard_in
from slowdrip.exchange.listener.server import Listener
from slowdrip.exchange.listener.tests.test_server import message, sent
from slowdrip.exchange.listener.writer import Writer
from tests.cast import DAY
from tests.houses import Prototype

AT = DAY + timedelta(minutes=10)


def listened(clinic: Clinic, data: bytes, count: int) -> list[str]:
    """Sends bytes to a listener with the clinic's own store; gives the answers."""

    async def scene() -> list[str]:
        writer = Writer(one_clinic.store_for(clinic))
        running = asyncio.create_task(writer.run())
        server = await Listener(writer, zone=ZoneInfo(clinic.time_zone), now=lambda: AT).start("127.0.0.1", 0)
        async with server:
            told = await sent(server.sockets[0].getsockname()[1], data, count)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await writer.leave(connections.close_all)
        return told

    return asyncio.run(scene())


def stamped(number: int) -> bytes:
    """A message of ten minutes into the drip."""
    return message(number).replace(b"20260310140000", AT.strftime("%Y%m%d%H%M%S").encode())


def test_what_was_acknowledged_is_in_the_database_and_under_the_chain(
    committed: Prototype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_clinic, "now", lambda: AT)
    house, drip = committed.house, committed.drip
    clinic, nurse = house.cast.harbor, house.team.nurse.acting()
    assert ["MSA|AA|C1" in each for each in listened(clinic, framed(stamped(1)), 1)] == [True]
    with tenant(clinic.pk):
        monitor = Monitor.objects.get()
    actions.pair(nurse, drip.infusion.pk, monitor.pk, at=AT)
    told = listened(clinic, framed(stamped(2)) + framed(stamped(2)) + framed(b"rubbish"), 3)
    assert ["MSA|AA|C2" in told[0], "MSA|AA|C2" in told[1], "MSA|AE" in told[2]] == [True] * 3
    with tenant(clinic.pk):
        assert [unescaped(row.raw) for row in MonitorMessage.objects.order_by("received_at", "id")][:2] == [
            stamped(1),
            stamped(2),
        ]
        assert MonitorMessage.objects.count() == 3
        sample = VitalSample.objects.get()
        assert (sample.infusion_id, sample.channel, sample.value_thousandths) == (drip.infusion.pk, "spo2", 97_000)
        assert verify_chain(clinic.pk) is None


def test_every_number_can_be_read_out_of_its_message_again(
    committed: Prototype, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The promise of a projection: the numbers are what the stored bytes say."""
    monkeypatch.setattr(one_clinic, "now", lambda: AT)
    clinic, nurse = committed.house.cast.harbor, committed.house.team.nurse.acting()
    listened(clinic, framed(stamped(1)), 1)
    with tenant(clinic.pk):
        monitor = Monitor.objects.get()
    actions.pair(nurse, committed.drip.infusion.pk, monitor.pk, at=AT)
    listened(clinic, b"".join(framed(stamped(n)) for n in range(2, 6)), 4)
    with tenant(clinic.pk):
        rows = list(VitalSample.objects.select_related("message"))
    for row in rows:
        again = heard_in(unescaped(row.message.raw), received_at=row.message.received_at, zone=UTC, peer="")
        assert (row.channel, row.value_thousandths) in {(one.channel, one.value_thousandths) for one in again.numbers}
    assert rows
