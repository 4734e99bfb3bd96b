"""Tables as CSV or Parquet: a head that says how they were made, then rows as they come."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

import numpy as np

from slowdrip.exchange.populations.problems import refuse
from slowdrip.science.pharmacology.linear import Floats

Column = Sequence[str] | Floats
TEXT_COLUMNS = frozenset({"id", "regimen"})
NUMBER = "%.7g"
"""Seven digits: the arithmetic has more, no model and no assay has as many."""
KEY = "slowdrip"


class Table(Protocol):
    """A table that is being written: columns of one length are added, block by block."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, columns: Sequence[Column]) -> None:
        """Writes some rows."""


class CsvTable:
    """Comma-separated text; the facts are comment lines in front, `# name: value`."""

    def __init__(self, path: Path, names: Sequence[str], facts: Mapping[str, str]) -> None:
        self.names = tuple(names)
        self.file: IO[str] = path.open("w", encoding="utf-8", newline="\n")
        self.file.writelines(f"# {name}: {value}\n" for name, value in facts.items())
        self.file.write(",".join(names) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.file.close()

    def add(self, columns: Sequence[Column]) -> None:
        """Writes some rows; a number that is missing is a point."""
        ready = [_ready(column) for column in columns]
        line = ",".join(form for form, _ in ready) + "\n"
        self.file.write("".join(map(line.__mod__, zip(*(cells for _, cells in ready), strict=True))))


class ParquetTable:
    """A Parquet file; the facts are JSON under the key `slowdrip` of its metadata."""

    def __init__(self, path: Path, names: Sequence[str], facts: Mapping[str, str]) -> None:
        pyarrow, parquet = _arrow()
        self.arrow = pyarrow
        fields = [(name, pyarrow.string() if name in TEXT_COLUMNS else pyarrow.float64()) for name in names]
        self.schema = pyarrow.schema(fields, metadata={KEY: json.dumps(dict(facts))})
        self.writer: Any = parquet.ParquetWriter(path, self.schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.writer.close()

    def add(self, columns: Sequence[Column]) -> None:
        """Writes some rows; a number that is missing is null."""
        arrays = [
            self.arrow.array(one, type=each.type, from_pandas=True)
            for one, each in zip(columns, self.schema, strict=True)
        ]
        self.writer.write_batch(self.arrow.record_batch(arrays, schema=self.schema))


def _ready(column: Column) -> tuple[str, Sequence[object]]:
    """How the cells of a column are formatted, and the cells; text is quoted where it must be."""
    if not isinstance(column, np.ndarray):
        return "%s", [_quoted(each) for each in column]
    cells = column.tolist()
    if not np.isnan(column).any():
        return NUMBER, cells
    return "%s", ["." if each != each else NUMBER % each for each in cells]


def _quoted(text: str) -> str:
    if any(sign in text for sign in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as missing:
        raise refuse("--out", "Parquet needs pyarrow", "install slowdrip[population], or write a .csv") from missing
    return pyarrow, pyarrow.parquet


TABLES: Mapping[str, type[CsvTable] | type[ParquetTable]] = {".csv": CsvTable, ".parquet": ParquetTable}
