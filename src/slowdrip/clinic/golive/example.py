"""An example of the table, with invented people; the documentation prints it and a test imports it."""

from pathlib import Path
from typing import Final

FILE_NAME: Final = "go-live-example.csv"
EXAMPLE: Final = (Path(__file__).parent / FILE_NAME).read_text("utf-8")
