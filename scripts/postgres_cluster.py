"""Gives a throw-away PostgreSQL cluster for as long as one command runs, then removes it.

    python scripts/postgres_cluster.py run -- pytest src/slowdrip/clinic

The command finds SLOWDRIP_DATABASE_URL and SLOWDRIP_APP_ROLE in its environment. Two roles exist, as in production:
`slowdrip_owner` owns the database and runs migrations, `slowdrip_app` owns nothing, so row-level security applies to
it. Neither is a superuser.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DATABASE = "slowdrip"


class NoPostgres(RuntimeError):
    """Says that the server programs are not on this machine."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster: where it lives, who runs it, and the secret both roles share."""

    programs: Path
    room: Path
    port: int
    password: str
    run_as: str | None

    @property
    def environment(self) -> dict[str, str]:
        """The variables a command needs to work in this cluster as the owner of its database."""
        url = f"postgres://slowdrip_owner:{self.password}@127.0.0.1:{self.port}/{DATABASE}"
        return {"SLOWDRIP_DATABASE_URL": url, "SLOWDRIP_APP_ROLE": "slowdrip_app", "PGPASSWORD": self.password}

    def call(self, program: str, *arguments: str, text: str | None = None) -> None:
        """Runs one of the server's programs as the user that owns the files."""
        run_server_program(self.programs / program, *arguments, run_as=self.run_as, text=text, secret=self.password)

    def sql(self, text: str, *, database: str = "template1") -> None:
        """Runs SQL as the superuser through the private socket."""
        where = ("-h", str(self.room), "-p", str(self.port), "-U", "postgres", "-d", database)
        self.call("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, "-f", "-", text=text)


def find_programs() -> Path:
    """The folder of the newest server programs here; Debian keeps them off the path."""
    versioned = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versioned, key=lambda found: int(found.parent.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if newest:
        return newest[0].parent
    if on_path:
        return Path(on_path).resolve().parent
    raise NoPostgres("initdb was found neither in /usr/lib/postgresql/*/bin nor on the path")


def unprivileged_user() -> str | None:
    """The user to run the server as, because PostgreSQL refuses root; None keeps the present one."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run_server_program(
    program: Path, *arguments: str, run_as: str | None, text: str | None = None, secret: str = ""
) -> None:
    """Runs a program quietly; what it said is shown only when it fails."""
    done = subprocess.run(
        [str(program), *arguments],
        user=run_as,
        group=pwd.getpwnam(run_as).pw_gid if run_as else None,
        extra_groups=[] if run_as else None,
        input=text or "",
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGPASSWORD": secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} failed:\n{done.stdout}{done.stderr}")


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def private_room(run_as: str | None) -> Iterator[Path]:
    """A folder only the server's user may enter, removed at the end."""
    room = Path(tempfile.mkdtemp(prefix="slowdrip-pg-"))
    try:
        if run_as:
            shutil.chown(room, user=run_as)
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def initialise(cluster: Cluster) -> None:
    """Makes the data folder; even on loopback every connection needs the password."""
    secret = cluster.room / "password"
    secret.write_text(cluster.password)
    if cluster.run_as:
        shutil.chown(secret, user=cluster.run_as)
    options = (
        "--username=postgres",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    )
    cluster.call("initdb", f"--pgdata={cluster.room / 'data'}", *options)


def start(cluster: Cluster) -> None:
    """Starts the server with default durability, so that a test of a crash means something."""
    settings = f"-c listen_addresses=127.0.0.1 -c port={cluster.port} -c unix_socket_directories={cluster.room}"
    files = ("-D", str(cluster.room / "data"), "-l", str(cluster.room / "server.log"))
    cluster.call("pg_ctl", "start", "--wait", "--silent", *files, "-o", settings)


def create_roles(cluster: Cluster) -> None:
    """Makes the owner, the application role and the database; the product itself grants what the role may do."""
    cluster.sql(
        f"CREATE ROLE slowdrip_app LOGIN PASSWORD '{cluster.password}';"
        f"CREATE ROLE slowdrip_owner LOGIN CREATEDB PASSWORD '{cluster.password}';"
        # The owner may step down to the application role: that is how a test sees what the application sees.
        "GRANT slowdrip_app TO slowdrip_owner;"
    )
    cluster.sql(f"CREATE DATABASE {DATABASE} OWNER slowdrip_owner;")


def stop(cluster: Cluster) -> None:
    """Stops the server, dropping connections that are still open."""
    if (cluster.room / "data" / "postmaster.pid").exists():
        cluster.call("pg_ctl", "stop", "--wait", "--silent", "--mode=fast", "-D", str(cluster.room / "data"))


@contextmanager
def postgres_cluster() -> Iterator[Cluster]:
    """Gives a running cluster; it is stopped and removed however the block ends."""
    programs, run_as = find_programs(), unprivileged_user()
    with private_room(run_as) as room:
        cluster = Cluster(programs, room, free_port(), secrets.token_hex(16), run_as)
        try:
            initialise(cluster)
            start(cluster)
            create_roles(cluster)
            yield cluster
        finally:
            stop(cluster)


def leave_on_signal(number: int, _frame: object) -> None:
    """Turns a polite kill into an exit, so that the cluster is removed."""
    raise SystemExit(128 + number)


def run(command: list[str]) -> int:
    """Runs the command inside a cluster and gives its exit status."""
    with postgres_cluster() as cluster:
        return subprocess.run(command, env={**os.environ, **cluster.environment}, check=False).returncode


def main(arguments: list[str]) -> int:
    """Answers `run -- command ...` and `present`, which tells whether the server programs are here."""
    if arguments == ["present"]:
        find_programs()
        return 0
    if arguments[:2] != ["run", "--"] or not arguments[2:]:
        print("usage: postgres_cluster.py run -- command ... | present", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, leave_on_signal)
    signal.signal(signal.SIGHUP, leave_on_signal)
    return run(arguments[2:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoPostgres as missing:
        print(f"PostgreSQL is not here: {missing}.", file=sys.stderr)
        sys.exit(3)
