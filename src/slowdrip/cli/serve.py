"""`slowdrip serve`: web, clock and worker as one supervised tree."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from slowdrip.cli.installation import migrate, open_installation
from slowdrip.cli.supervise import Child, Tree

Home = Annotated[Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def serve(home: Home = None, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the clinic: web, clock and worker; stops cleanly on Ctrl-C."""
    open_installation(home)
    migrate()
    raise SystemExit(run_tree(host, port))


def run_tree(host: str, port: int, *, beside: Sequence[Child] = ()) -> int:
    """Runs the three processes, and those beside them, until stopped."""
    return Tree([*children(host, port), *beside]).run()


def children(host: str, port: int) -> list[Child]:
    """Gives the processes of an installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowdrip.site.settings")
    slowdrip = [sys.executable, "-m", "slowdrip.cli.main"]
    web = [sys.executable, "-m", "uvicorn", "slowdrip.site.asgi:application", "--host", host, "--port", str(port)]
    # Open event streams would hold the server for ever without a bound on its graceful end.
    web += ["--timeout-graceful-shutdown", "2", "--log-level", "warning", "--no-server-header"]
    return [Child("web", web), Child("clock", [*slowdrip, "clock"]), Child("worker", [*slowdrip, "worker"])]
