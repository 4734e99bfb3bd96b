"""Writes the golden database of this version: `python -m tests.golden.make 0.1.0`. Run once per landed schema."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main(version: str) -> None:
    """Loads the cast and one drip into an empty database and keeps it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SLOWDRIP_HOME"] = home
        os.environ.pop("SLOWDRIP_DATABASE_URL", None)
        from tests.house import load

        load.main()
        with (
            Path(home, "slowdrip.sqlite3").open("rb") as plain,
            gzip.open(HERE / f"{version}.sqlite3.gz", "wb") as kept,
        ):
            shutil.copyfileobj(plain, kept)


if __name__ == "__main__":
    main(sys.argv[1])
