"""The clinics' chains: their ends, what is wrong with them, and whether they still hold the ends that backups noted."""

from collections.abc import Iterator, Mapping
from pathlib import Path

Ends = Mapping[str, list[str]]


def heads() -> dict[str, list[str]]:
    """Gives each clinic's chain end, kept outside the database with the backup: a cut chain shows against it.

    Read before the copy is made, never after: the copy then holds these ends whatever a clinic writes meanwhile.
    """
    from slowdrip.clinic.record.models import Clinic, ClinicHead
    from slowdrip.clinic.record.tenancy import tenant

    found: dict[str, list[str]] = {}
    for clinic in Clinic.objects.all():
        with tenant(clinic.pk):
            head = ClinicHead.objects.get(clinic=clinic)
            found[clinic.slug] = [str(head.seq), head.hash]
    return found


def behind(ends: Ends) -> list[str]:
    """Gives one line per clinic whose chain no longer holds the end that was noted outside the database."""
    return [line for slug, (seq, end_hash) in ends.items() for line in _cut(slug, int(seq), end_hash)]


def _cut(slug: str, seq: int, end_hash: str) -> Iterator[str]:
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.clinic.record.tenancy import tenant
    from slowdrip.clinic.record.verify import verify_end

    clinic = Clinic.objects.filter(slug=slug).first()
    if clinic is None:
        yield f"{slug}: the clinic is gone, but was there when the backup was made"
        return
    with tenant(clinic.pk):
        fault = verify_end(clinic.pk, seq=seq, end_hash=end_hash)
    if fault is None:
        return
    if fault.seq < seq:
        yield f"{slug}: the chain ends at {fault.seq}, but was at {seq} when the backup was made"
        return
    yield f"{slug}: the chain was cut and written anew: up to {seq} it is not the one that the backup was made of"


def chain_faults() -> list[str]:
    """Gives one line per clinic whose chain is broken."""
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.clinic.record.tenancy import tenant
    from slowdrip.clinic.record.verify import verify_chain

    lines = []
    for clinic in Clinic.objects.all():
        with tenant(clinic.pk):
            fault = verify_chain(clinic.pk)
        if fault is not None:
            lines.append(f"{clinic.slug}: {fault.code} at {fault.seq} {fault.where}".rstrip())
    return lines


def sealed_faults(kept: Path) -> list[str]:
    """Gives what the ends in a backup, or in every backup of a folder, show: a chain that was cut, an unreadable file.

    Of several backups that one clinic's chain no longer holds, the oldest is told.
    """
    from slowdrip.cli.vault import Unopened

    lines: list[str] = []
    told: set[str] = set()
    for file in sealed_files(kept):
        try:
            ends = {slug: end for slug, end in sealed_ends(file).items() if slug not in told}
        except Unopened as why:
            lines.append(str(why))
            continue
        cut = behind(ends)
        told |= {line.partition(":")[0] for line in cut}
        lines += [f"{line} ({file.name})" for line in cut]
    return lines


def sealed_files(kept: Path) -> list[Path]:
    """Gives the backups of a folder, oldest first, or the one backup that is named."""
    return [kept] if kept.is_file() else sorted(kept.glob("*.sealed"))


def sealed_ends(file: Path) -> dict[str, list[str]]:
    """Gives the chain ends in a backup's head, which no key is needed for."""
    from slowdrip.cli.vault import Unopened, read_head

    try:
        return {slug: [str(int(seq)), str(end)] for slug, (seq, end) in read_head(file).get("clinics", {}).items()}
    except (ValueError, TypeError, AttributeError) as why:
        raise Unopened(f"{file} was cut or changed: its head cannot be read") from why
