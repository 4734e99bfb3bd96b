"""Files that are there whole or not at all: written beside their place, and renamed when all of them are done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from slowdrip.exchange.populations.problems import refuse

PART = ".part"


@contextmanager
def written_whole(places: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The side files to write; when nothing went wrong they take their places, otherwise they are removed."""
    for place in places:
        if not place.absolute().parent.is_dir():
            raise refuse("--out", f"there is no folder {place.parent}", "make it first, or name another file")
        if place.is_dir():
            raise refuse("--out", f"{place} is a folder", "name a file in it")
    sides = tuple(place.with_name(f".{place.name}{PART}") for place in places)
    try:
        yield sides
        for side, place in zip(sides, places, strict=True):
            side.replace(place)
    finally:
        for side in sides:
            side.unlink(missing_ok=True)
