"""Which key seals the next backup: the installation's own, and a new one only where nothing was sealed before."""

from collections.abc import Iterable
from pathlib import Path

from slowdrip.cli import vault

NAME = "backup.key"


def sealing_key(place: Path, key_file: Path, *, folders: Iterable[Path]) -> bytes:
    """Gives the key in the file; makes one only where no folder holds a backup and nobody named a key.

    A new key made because the old one was moved, or its name was mistyped, would open none of the backups there are.
    """
    if key_file.exists():
        return vault.existing_key(key_file)
    if key_file.resolve() != (place / NAME).resolve():
        raise vault.Unopened(f"{key_file} does not exist; name the file that holds this installation's key with --key")
    earlier = max((file for folder in folders for file in folder.glob("*.sealed")), key=_name, default=None)
    if earlier is not None:
        raise vault.Unopened(
            f"{key_file} is gone, but {earlier.name} was sealed before{_fingerprint_told(earlier)}. "
            f"Copy its key back to {key_file}, or name it with --key: a new key would not open the backups there are"
        )
    return vault.read_key(key_file)


def sealed_with(file: Path) -> str:
    """Gives the fingerprint of the key that a backup was sealed with; empty where its head does not tell."""
    try:
        return str(vault.read_head(file).get("key", ""))
    except vault.Unopened:
        return ""


def _name(file: Path) -> str:
    return file.name


def _fingerprint_told(file: Path) -> str:
    told = sealed_with(file)
    return f" with the key of fingerprint {told}" if told else ""
