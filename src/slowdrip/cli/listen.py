"""`slowdrip listen`: takes what bedside monitors send to one clinic."""

import asyncio
import ipaddress
from typing import Annotated

import typer

from slowdrip.cli.installation import open_installation

LISTEN_PORT = 2575
Slug = Annotated[str, typer.Option("--clinic", help="The clinic whose monitors send here, by the name in its address.")]
Host = Annotated[
    str, typer.Option(help="Address to listen on. MLLP is neither encrypted nor signed: keep it off open networks.")
]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def listen(clinic: Slug, host: Host = "127.0.0.1", port: Port = LISTEN_PORT) -> None:
    """Take what bedside monitors send (HL7 v2 ORU^R01 over MLLP); each message is answered after it is on the disk."""
    open_installation()
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.exchange.listener.clinic import listen as serve

    found = Clinic.objects.filter(slug=clinic).first()
    if found is None:
        known = ", ".join(Clinic.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        typer.echo(f"There is no clinic “{clinic}” here. Known: {known}.", err=True)
        raise typer.Exit(1)
    if not is_loopback(host):
        typer.echo(f"Anybody who reaches {host} can send numbers here: use a network of the monitors alone.", err=True)
    try:
        asyncio.run(serve(found, host=host, port=port, told=typer.echo))
    except OSError as why:
        typer.echo(f"Port {port} on {host} cannot be used ({why.strerror}). Choose another with --port.", err=True)
        raise typer.Exit(1) from why


def is_loopback(host: str) -> bool:
    """Says whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
