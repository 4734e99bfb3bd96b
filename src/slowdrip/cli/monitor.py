"""`slowdrip monitor`: simulated bedside monitors, for the demo, for tests and for trying a network."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from slowdrip.exchange.simulated.artifacts import MESSY
from slowdrip.exchange.simulated.monitor import Setting, run_monitors
from slowdrip.exchange.simulated.tally import Tally

MOST_DEVICES = 500
To = Annotated[str, typer.Option("--to", help="Address and port of the listener.")]
Device = Annotated[str, typer.Option("--device", help="Id of the monitor, as paired at the chair.")]
Devices = Annotated[
    int,
    typer.Option("--devices", min=1, max=MOST_DEVICES, help="How many monitors; the ids of several end in -1, -2 ..."),
]
Speed = Annotated[
    float, typer.Option("--speed", min=0.01, max=10_000, help="How much faster than life the invented patients live.")
]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same patients and the same readings.")]
Minutes = Annotated[
    float, typer.Option("--for", min=0.02, max=10_080, help="Minutes of the patient's time; the drip starts after 5.")
]
Events = Annotated[
    float, typer.Option("--events", min=0, max=60, help="True events for each hour: low saturation, high pressure ...")
]
Messy = Annotated[
    bool,
    typer.Option("--messy", help="With artifacts, drop-outs, sentinels, a cuff that comes off and repeated messages."),
]


def monitor(
    *,
    to: To = "127.0.0.1:2575",
    device: Device = "SIMULATED-MONITOR",
    devices: Devices = 1,
    speed: Speed = 1.0,
    seed: Seed = 1,
    for_minutes: Minutes = 60.0,
    events: Events = 0.0,
    messy: Messy = False,
) -> None:
    """Send the vital signs of invented patients to a listener, as bedside monitors do (HL7 over MLLP)."""
    host, port = address(to)
    setting = Setting(
        host,
        port,
        names(device, devices),
        for_minutes,
        speed=speed,
        seed=seed,
        events_per_h=events,
        mess=MESSY if messy else None,
    )
    tally = asyncio.run(run_monitors(setting, now=lambda: datetime.now(UTC)))
    print(summary(len(setting.devices), tally))
    if not tally.is_clean:
        raise typer.Exit(1)


def address(text: str) -> tuple[str, int]:
    """The host and the port of `host:port`."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise typer.BadParameter(f"{text!r} is no address; write it as 127.0.0.1:2575", param_hint="--to")
    return host.strip("[]"), int(port)


def names(device: str, count: int) -> tuple[str, ...]:
    """The ids of the monitors."""
    return (device,) if count == 1 else tuple(f"{device}-{number}" for number in range(1, count + 1))


def summary(devices: int, tally: Tally) -> str:
    """One line on how it went."""
    monitors = "1 monitor" if devices == 1 else f"{devices} monitors"
    return (
        f"{monitors} sent {tally.sent} messages: {tally.accepted} accepted (AA), {tally.errors} with an error (AE), "
        f"{tally.refused} refused (AR), {tally.unanswered} unanswered; {tally.reconnects} reconnections"
    )
