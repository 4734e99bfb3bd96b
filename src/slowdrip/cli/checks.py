"""The checks of an installation, one small function each."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from slowdrip.cli import message_checks, vault
from slowdrip.cli.backup import last_backup
from slowdrip.cli.backup_key import NAME, sealed_with
from slowdrip.cli.chains import chain_faults, sealed_faults
from slowdrip.cli.findings import Finding, State
from slowdrip.clinic.adverse.projecting import drifted as drifted_matters
from slowdrip.clinic.infusion.projecting import drifted
from slowdrip.clinic.monitors.arriving import PROCESS as LISTENER
from slowdrip.clinic.monitors.arriving import arrives, relied_on
from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.clinic.progress.projecting import drifted as drifted_points
from slowdrip.clinic.record import guards
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.queries import failing, last_beat, shows_life
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety import reaching
from slowdrip.clinic.safety.projecting import drifted as drifted_cases

LEAST_FREE_BYTES = 1 << 30
BACKUP_OLD_AFTER = timedelta(hours=26)
SQLITE_WANTED = {"journal_mode": "truncate", "synchronous": 2, "mmap_size": 0}


def all_findings(place: Path) -> list[Finding]:
    """Gives every finding, in the order a person would want to read them."""
    if Clinic._meta.db_table not in connection.introspection.table_names():
        return [Finding(State.OFF, "database", "empty", "run: slowdrip serve, or slowdrip demo"), disk(place)]
    return [
        *database_mode(),
        guards_in_place(),
        chains(place),
        *(finding for clinic in Clinic.objects.order_by("slug") for finding in of_clinic(clinic)),
        *message_checks.gateways(),
        *keys(place),
        disk(place),
        tls(),
        demo_mode(),
        backups(place),
    ]


def database_mode() -> Iterator[Finding]:
    """On SQLite the journal, sync and mmap settings; on PostgreSQL synchronous commit and a role that owns nothing."""
    if connection.vendor == "sqlite":
        yield from _sqlite_mode()
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (commit,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        (owned,) = cursor.fetchone()
    yield _is(commit == "on", "synchronous_commit", str(commit), "set synchronous_commit = on")
    yield _is(
        owned == 0, "database role", f"owns {owned} tables", "run the application as a role that is not the owner"
    )


def _sqlite_mode() -> Iterator[Finding]:
    for name, wanted in SQLITE_WANTED.items():
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}")
            row = cursor.fetchone()
        found = row[0] if row else 0
        yield _is(found == wanted, f"SQLite {name}", str(found), f"the installation needs {name} = {wanted}")


def guards_in_place() -> Finding:
    """That no log table lost its triggers."""
    missing = guards.missing_triggers(connection)
    return _is(
        not missing, "append-only triggers", ", ".join(missing) or "all in place", "run: slowdrip serve (reinstalls)"
    )


def chains(place: Path) -> Finding:
    """That every audit chain holds, and still holds the ends that were sealed in this installation's backups."""
    faults = [*chain_faults(), *sealed_faults(place / "backups")]
    return _is(
        not faults,
        "audit chains",
        "; ".join(faults) or "whole",
        "stop, keep the database as it is, restore a copy; if an older backup was restored, put the younger ones aside",
    )


def of_clinic(clinic: Clinic) -> Iterator[Finding]:
    """Projections, clock, listener and policy of one clinic."""
    with tenant(clinic.pk):
        wrong = [*drifted(clinic.pk), *drifted_cases(clinic.pk), *drifted_points(clinic.pk, at=now())]
        wrong += drifted_matters(clinic.pk)
        beat = last_beat(clinic.pk, "clock")
        yield _is(
            not wrong, f"{clinic.slug}: projections", f"{len(wrong)} differ" if wrong else "equal to logs", "refold"
        )
        yield _is(
            shows_life(beat, now()), f"{clinic.slug}: clock", f"last beat {beat or 'never'}", "start it: slowdrip serve"
        )
        yield _listener(clinic)
        broken = failing(clinic.pk, "clock")
        yield _is(
            not broken,
            f"{clinic.slug}: watching",
            f"{len(broken)} drips cannot be watched" if broken else "every drip",
            "the clock's log names the drips and says why",
        )
        yield _policy(clinic)
        yield _roster(clinic)
    yield message_checks.of_clinic(clinic)


def _roster(clinic: Clinic) -> Finding:
    what = f"{clinic.slug}: on call"
    if not reaching.sends_mail():
        mend = "set SLOWDRIP_SMTP_URL, or have somebody at an open screen: see docs/how-to/risk-cases.md"
        return Finding(State.NOTE, what, "no e-mail is sent: a case is heard of only at an open screen", mend)
    without = reaching.unreached_on_roster(clinic.pk, at=now())
    if without is None:
        return Finding(State.NOTE, what, "nobody is written into the roster", "write who is on call: Cases, On call")
    if not without:
        return Finding(State.OK, what, "an e-mail reaches everybody on the roster")
    found = f"no e-mail reaches: {', '.join(without)}; they hear of a case only at an open screen"
    return Finding(State.NOTE, what, found, "write the address where colleagues are managed, or name somebody else")


def _listener(clinic: Clinic) -> Finding:
    what, at = f"{clinic.slug}: listener", now()
    waited_for, beat = relied_on(clinic.pk), last_beat(clinic.pk, LISTENER)
    if not waited_for:
        return Finding(State.OK, what, "no monitor is at a drip")
    return _is(
        arrives(clinic.pk, at=at),
        what,
        f"monitors at drips: {waited_for}, last beat {beat or 'never'}",
        f"start it: slowdrip listen --clinic {clinic.slug}; if it runs, its log says why it cannot store",
    )


def _policy(clinic: Clinic) -> Finding:
    try:
        found = policy_in_force(clinic.pk)
    except NoPolicy:
        return Finding(State.OFF, f"{clinic.slug}: policy", "none", "the director adopts and signs one under Policy")
    if found.signed:
        return Finding(
            State.OK, f"{clinic.slug}: policy", f"version {found.version.number}, signed by {found.signed_by}"
        )
    return Finding(
        State.NOTE, f"{clinic.slug}: policy", f"version {found.version.number}, unsigned", "the director signs it"
    )


def keys(place: Path) -> Iterator[Finding]:
    """That key files are readable by their owner only."""
    for name in ("secret.key", "backup.key"):
        path = place / name
        if not path.exists():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        yield _is(not mode & 0o077, name, oct(mode), f"chmod 600 {path}")
    if os.environ.get("SLOWDRIP_SECRET_KEY"):
        yield Finding(State.OK, "secret key", "from the environment")


def disk(place: Path) -> Finding:
    """That there is room."""
    free = shutil.disk_usage(place).free
    return _is(free >= LEAST_FREE_BYTES, "disk", f"{free / 1e9:.1f} GB free", "make room: at least 1 GB")


def tls() -> Finding:
    """Whether pages travel encrypted."""
    if settings.TLS:
        return Finding(State.OK, "TLS", "on")
    return Finding(State.NOTE, "TLS", "off: fit for this machine only", "see docs/how-to/install.md")


def demo_mode() -> Finding:
    """Whether sign-in pages show the one-time codes, as they do in the demo only."""
    if settings.DEMO:
        return Finding(
            State.OFF, "demo mode", "on: sign-in pages show the codes", "unset SLOWDRIP_DEMO before real patients"
        )
    return Finding(State.OK, "demo mode", "off")


def backups(place: Path) -> Finding:
    """When the last backup was written, and whether this installation's key opens it."""
    newest = last_backup(place)
    if newest is None:
        return Finding(State.OFF, "backup", "none", "run: slowdrip rehearse")
    if not _opens(newest, place / NAME):
        found = f"{newest.name} was sealed with another key (fingerprint {sealed_with(newest)})"
        return Finding(State.OFF, "backup", found, f"keep that key, then run: slowdrip backup (seals with {NAME})")
    age = timedelta(seconds=now().timestamp() - newest.stat().st_mtime)
    return _is(
        age <= BACKUP_OLD_AFTER, "backup", f"{newest.name}, {age.total_seconds() / 3600:.1f} h old", "slowdrip backup"
    )


def _opens(file: Path, key_file: Path) -> bool:
    """Says whether the installation's key is the one that sealed the backup; a key kept elsewhere is not asked for."""
    if not key_file.exists():
        return True
    try:
        return sealed_with(file) in ("", vault.fingerprint(vault.existing_key(key_file)))
    except vault.Unopened:
        return False


def _is(good: bool, what: str, found: str, mend: str) -> Finding:
    return Finding(State.OK if good else State.OFF, what, found, "" if good else mend)
