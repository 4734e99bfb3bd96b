"""Loads the vials, diluents and bags that ship with Slowdrip, as strictly as a policy."""

from functools import cache
from importlib.resources import files

from slowdrip.knowledge.authored.problems import AuthoredError
from slowdrip.knowledge.authored.table import load_table
from slowdrip.knowledge.types.products import Catalogue

SCHEMA_VERSION = 1
DEFAULT_NAME = "products.toml"


class CatalogueError(AuthoredError):
    """A catalogue is refused; carries every problem with file, key, code, numbers and fix."""


@cache
def default_catalogue() -> Catalogue:
    """The catalogue that ships with Slowdrip."""
    text = files(__package__).joinpath(DEFAULT_NAME).read_text(encoding="utf-8")
    return load_catalogue(text, name=DEFAULT_NAME)


def load_catalogue(text: str, *, name: str) -> Catalogue:
    """The catalogue that a TOML text describes; raises CatalogueError with all problems at once."""
    return load_table(Catalogue, text, name=name, schema=SCHEMA_VERSION, error=CatalogueError)
