"""Key files of an installation: made once and whole, readable by their owner only."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept_key(path: Path, make: Callable[[], str]) -> str:
    """Gives the key in the file; of several processes that find none, one makes it and all read the same."""
    if not path.exists():
        _publish(path, make())
    return path.read_text().strip()


def _publish(path: Path, text: str) -> None:
    """A link appears with the whole text behind it, and never in the place of a key that was there first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)
    except FileExistsError:
        return
    finally:
        Path(name).unlink()
