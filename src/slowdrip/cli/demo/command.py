"""The command: opens or loads the demo clinic, says how to sign in, serves until Ctrl-C."""

import os
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from slowdrip.cli.demo.home import NotADemo, claim, is_loaded, whole_or_not_at_all
from slowdrip.cli.demo.people import EMPLOYEES, PASSWORD
from slowdrip.cli.demo.zone import machine_zone
from slowdrip.cli.installation import migrate, open_installation
from slowdrip.cli.listen import LISTEN_PORT
from slowdrip.cli.serve import run_tree
from slowdrip.cli.supervise import Child

HOST = "127.0.0.1"
Home = Annotated[Path | None, typer.Option(help="Folder of the demo; default $SLOWDRIP_HOME or ./var.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def demo(home: Home = None, port: Port = 8000) -> None:
    """Open a demo clinic with a day under way: web, clock and worker; stops cleanly on Ctrl-C."""
    if not port_is_free(port):
        typer.echo(
            f"Port {port} is taken by another program. Choose another: slowdrip demo --port {port + 1}", err=True
        )
        raise typer.Exit(1)
    place = open_demo(home)
    typer.echo(f"Demo clinic in {place}: nobody in it is real.")
    fill(place)
    welcome(port)
    raise SystemExit(run_tree(HOST, port, beside=bedside_processes()))


def bedside_processes() -> list[Child]:
    """Gives the listener and the simulated monitors, on the usual port for monitors or on any that is free."""
    from slowdrip.cli.demo.bedside import children

    return children(HOST, LISTEN_PORT if port_is_free(LISTEN_PORT) else free_port())


def free_port() -> int:
    """Gives a port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Says whether nobody listens on this port."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
    return True


def open_demo(home: Path | None) -> Path:
    """Opens the demo's own embedded database, whatever database the environment names."""
    for name in ("SLOWDRIP_DATABASE_URL", "SLOWDRIP_OWNER_DATABASE_URL", "SLOWDRIP_APP_ROLE", "SLOWDRIP_TLS"):
        os.environ.pop(name, None)
    os.environ["SLOWDRIP_DEMO"] = "1"
    os.environ.setdefault("SLOWDRIP_PIN_COST", "1")
    place = open_installation(home)
    try:
        claim(place)
    except NotADemo as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from why
    return place


def fill(place: Path) -> None:
    """Loads the demo once; at later starts makes sure that a drip is running."""
    from slowdrip.clinic.record.moment import now

    if is_loaded(place):
        from slowdrip.cli.demo.again import keep_alive

        migrate()
        keep_alive(at=now())
    else:
        from slowdrip.cli.demo.loading import load

        typer.echo("Loading two clinics and three weeks of drips ...")
        with whole_or_not_at_all(place):
            migrate()
            load(zone=machine_zone(), at=now())
    from slowdrip.cli.demo.bedside import pair_monitors
    from slowdrip.cli.demo.team import team_of

    pair_monitors(team_of(), at=now())


def welcome(port: int) -> None:
    """Says where the demo is and who may sign in."""
    table = Table("who", "email", "PIN", "role", "clinic", title=f"Password of everyone: {PASSWORD}")
    for each in EMPLOYEES:
        table.add_row(each.name, each.email, each.pin, each.role.replace("_", " "), each.clinic)
    console = Console(width=max(110, Console().width))
    console.print(table)
    console.print("The second step of the sign-in shows the one-time code. This screen does not control any pump.")
    console.print(
        "A patient's screen: sign in as a nurse in a private window, then Devices, “Make this screen the patient's”. "
        "It comes back with name and PIN."
    )
    console.print(f"Open http://{HOST}:{port}/ - ready in a few seconds. Stop with Ctrl-C.", highlight=False)
