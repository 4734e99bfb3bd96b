"""Heavy, repeatable jobs for the worker: the daily backup, ended sessions. Running one twice does no harm."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django_tasks import task

from slowdrip.cli.backup import last_backup, write_backup
from slowdrip.clinic.accounts.expiring import expire_sessions

BACKUP_EVERY = timedelta(hours=24)
# On SQLite the copy holds writers up, so it waits for a time without a drip, but not for ever.
BACKUP_WAITS_UNTIL = timedelta(hours=26)
LOOK_EVERY_S = 60


@task()
def daily_backup() -> str:
    """Writes a sealed backup unless a young one exists; gives its name."""
    place = Path(settings.HOME)
    newest = last_backup(place)
    if newest is not None and not is_old(newest):
        return newest.name
    return write_backup(place, place / "backups", place / "backup.key").name


@task()
def sweep_sessions() -> None:
    """Deletes sessions that have ended."""
    expire_sessions()


def is_old(backup: Path) -> bool:
    """Says whether the next daily backup is due."""
    from slowdrip.clinic.record.moment import now

    return _age(backup, now()) >= BACKUP_EVERY


def enqueue_due(at: datetime) -> bool:
    """Asks for the daily backup when it is due and not asked for already; gives whether it did."""
    from django_tasks_db.models import DBTaskResult

    if not is_time(last_backup(Path(settings.HOME)), at):
        return False
    waiting = DBTaskResult.objects.filter(task_path=daily_backup.module_path, enqueued_at__gte=at - timedelta(hours=1))
    if waiting.exists():
        return False
    daily_backup.enqueue()
    sweep_sessions.enqueue()
    return True


def is_time(newest: Path | None, at: datetime) -> bool:
    """Says whether to back up now: the last copy is a day old and no drip is under way, or it cannot wait longer."""
    if newest is None:
        return True
    age = _age(newest, at)
    if age < BACKUP_EVERY:
        return False
    return age >= BACKUP_WAITS_UNTIL or not drip_under_way()


def drip_under_way() -> bool:
    """Says whether a drip is active in any clinic of this installation."""
    from slowdrip.clinic.infusion.models import InfusionState
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.clinic.record.tenancy import tenant

    for clinic in Clinic.objects.all():
        with tenant(clinic.pk):
            if InfusionState.objects.filter(clinic=clinic, active=True).exists():
                return True
    return False


def _age(backup: Path, at: datetime) -> timedelta:
    return timedelta(seconds=at.timestamp() - backup.stat().st_mtime)
