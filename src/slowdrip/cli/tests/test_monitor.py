"""`slowdrip monitor`: it says where it sends, how many monitors it is, and how it went."""

import socket
import threading

import pytest
import typer
from typer.testing import CliRunner

from slowdrip.cli import monitor
from slowdrip.cli.main import app
from slowdrip.exchange.hl7.acknowledging import acknowledge
from slowdrip.exchange.hl7.framing import Frames, framed
from slowdrip.exchange.hl7.tests.messages import RECEIVED_AT
from slowdrip.exchange.simulated.tally import Tally


@pytest.mark.parametrize(("text", "found"), [("127.0.0.1:2575", ("127.0.0.1", 2575)), ("[::1]:9", ("::1", 9))])
def test_an_address_is_a_host_and_a_port(text: str, found: tuple[str, int]) -> None:
    assert monitor.address(text) == found


@pytest.mark.parametrize("text", ["", "2575", ":2575", "host:", "host:x", "host:0", "host:65536"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        monitor.address(text)


def test_several_monitors_have_numbered_ids() -> None:
    assert monitor.names("M", 1) == ("M",)
    assert monitor.names("M", 3) == ("M-1", "M-2", "M-3")


def test_the_line_at_the_end_counts_everything() -> None:
    line = monitor.summary(2, Tally(sent=9, accepted=5, errors=1, refused=2, unanswered=1, reconnects=3))
    assert line == (
        "2 monitors sent 9 messages: 5 accepted (AA), 1 with an error (AE), 2 refused (AR), 1 unanswered; "
        "3 reconnections"
    )


def listen_once(server: socket.socket) -> None:
    connection, _ = server.accept()
    frames = Frames()
    with connection:
        while data := connection.recv(4096):
            for raw in frames.feed(data):
                assert isinstance(raw, bytes)
                connection.sendall(framed(acknowledge(raw, code="AA", reason="", at=RECEIVED_AT)))


def test_the_command_sends_and_sums_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen_once, args=(server,))
        thread.start()
        to = f"127.0.0.1:{server.getsockname()[1]}"
        run = CliRunner().invoke(app, ["monitor", "--to", to, "--device", "M", "--speed", "1000", "--for", "0.1"])
        thread.join(10)
    assert run.exit_code == 0, run.output
    assert run.output.startswith("1 monitor sent 6 messages: 6 accepted (AA)")
