"""`slowdrip backup`, `restore` and `rehearse`: a sealed copy while the clinic runs, and proof that it comes back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from slowdrip.cli import backup_key
from slowdrip.cli.chains import behind, chain_faults, heads
from slowdrip.cli.databases import OWNER, environment_urls, owner_database, rehearsal_database, said
from slowdrip.cli.installation import migrate, open_installation
from slowdrip.cli.rehearsal import restored_elsewhere

__all__ = [
    "backup",
    "behind",
    "chain_faults",
    "heads",
    "last_backup",
    "rehearse",
    "restore",
    "restore_backup",
    "write_backup",
]

Sealed = Annotated[
    Path, typer.Argument(help="The backup to restore: a file slowdrip-*.sealed that backup or rehearse wrote.")
]
Home = Annotated[Path | None, typer.Option(help="Folder of the installation; default $SLOWDRIP_HOME or ./var.")]
KeyFile = Annotated[Path | None, typer.Option(help="File with the backup key; default backup.key in the installation.")]
Folder = Annotated[
    Path | None, typer.Option("--to", help="Folder for the backup; default backups in the installation.")
]


def backup(home: Home = None, to: Folder = None, key: KeyFile = None) -> None:
    """Write an encrypted copy of the running database and verify it by hash."""
    place = open_installation(home)
    key_file = key or place / backup_key.NAME
    with told_plainly():
        written = write_backup(place, to or place / "backups", key_file)
    typer.echo(f"{written}\nCopy {key_file} to another place and leave it here too: without it no backup opens.")


def restore(file: Sealed, home: Home = None, key: KeyFile = None) -> None:
    """Fill an empty installation from a backup, then verify every clinic's chain."""
    refuse_two_places(home)
    place = open_installation(home)
    with told_plainly():
        refuse_without_role()
        typer.echo(f"restoring into {said(owner_database())}")
        head = restore_backup(file, key or place / backup_key.NAME)
    migrate()
    faults = [*chain_faults(), *behind(head["clinics"])]
    for line in faults:
        typer.echo(line, err=True)
    typer.echo("restored; every chain is whole" if not faults else "restored, but a chain is broken")
    raise typer.Exit(1 if faults else 0)


def rehearse(home: Home = None, key: KeyFile = None) -> None:
    """Back up, restore into a throw-away folder, verify, and note the date: the banner 'not for patient care' ends."""
    place = open_installation(home)
    key_file = key or place / backup_key.NAME
    with told_plainly(), tempfile.TemporaryDirectory() as scratch, rehearsal_database() as address:
        written = write_backup(place, place / "backups", key_file)
        done = restored_elsewhere(written, key_file, scratch=Path(scratch), address=address)
    if done.returncode:
        typer.echo(done.stdout + done.stderr, err=True)
        raise typer.Exit(1)
    note_rehearsal()
    typer.echo(f"rehearsed: {written.name} was restored and every chain is whole")


def refuse_two_places(home: Path | None) -> None:
    """Ends the command when a folder is named and the environment names a database, which would be filled instead."""
    named = environment_urls()
    if home is not None and named:
        raise typer.BadParameter(
            f"--home {home} and {' and '.join(named)} name different places to restore into. "
            f"For the folder, unset {' and '.join(named)}; for the database, leave --home out and set SLOWDRIP_HOME"
        )


def refuse_without_role() -> None:
    """A copy holds no rights, so the owner must know whom to grant them to."""
    from django.conf import settings

    from slowdrip.cli.dumps import DumpFailed

    if "owner" in settings.DATABASES and not settings.SLOWDRIP_APP_ROLE:
        raise DumpFailed(f"with {OWNER}, set SLOWDRIP_APP_ROLE to the role that serves the pages: it gets its rights")


def write_backup(place: Path, folder: Path, key_file: Path) -> Path:
    """Writes one sealed backup and opens it again to prove it; gives its path."""
    from slowdrip.cli import dumps, vault
    from slowdrip.clinic.record.moment import now

    folder.mkdir(parents=True, exist_ok=True)
    key = backup_key.sealing_key(place, key_file, folders=[folder, place / "backups"])
    at, ends = now(), heads()
    target = folder / f"slowdrip-{at:%Y%m%dT%H%M%S}-{at.microsecond:06d}.sealed"
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        plain = Path(scratch) / "copy"
        form = dumps.dump(owner_database(), plain)
        vault.seal(plain, target, key=key, head={"form": form, "at": at.isoformat(), "clinics": ends})
        vault.open_sealed(target, Path(scratch) / "proof", key=key)
    return target


def restore_backup(file: Path, key_file: Path) -> dict[str, Any]:
    """Opens a backup, fills the empty database with it, and gives what the backup says about itself."""
    from django.db import connections

    from slowdrip.cli import dumps, vault

    if not file.exists():
        raise typer.BadParameter(f"{file} does not exist")
    if not key_file.exists():
        raise typer.BadParameter(f"{key_file} does not exist; give the key that was kept with --key")
    connections.close_all()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "copy"
        head = vault.open_sealed(file, plain, key=vault.existing_key(key_file))
        dumps.load(owner_database(), plain, form=head["form"])
    return head


@contextmanager
def told_plainly() -> Iterator[None]:
    """Says what went wrong with a backup in one line, and ends the command."""
    from slowdrip.cli.dumps import DumpFailed
    from slowdrip.cli.vault import Unopened

    try:
        yield
    except (DumpFailed, Unopened) as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from why


def note_rehearsal() -> None:
    """Stores when this installation last proved that its backup comes back."""
    from slowdrip.clinic.record.acting import act
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.clinic.record.moment import now
    from slowdrip.clinic.record.queries import system_of
    from slowdrip.clinic.record.tenancy import tenant

    at: datetime = now()
    for clinic in Clinic.objects.all():
        with tenant(clinic.pk):
            system = system_of(clinic.pk)
        with act(system, at=at) as tx:
            tx.change(clinic, rehearsed_restore_at=at)


def last_backup(place: Path) -> Path | None:
    """Gives the newest backup of the installation, or None."""
    found = sorted((place / "backups").glob("slowdrip-*.sealed"))
    return found[-1] if found else None
