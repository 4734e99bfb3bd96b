"""Loads the vials, diluents and bags that ship with Slowdrip, as strictly as a policy."""

from functools import cache
from importlib.resources import files

from slowdrip.knowledge.authored.build import Reading, read_section
from slowdrip.knowledge.authored.leaf import toml_number
from slowdrip.knowledge.authored.problems import AuthoredError, Findings
from slowdrip.knowledge.authored.toml import read_toml
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
    found = Findings(name)
    raw = read_toml(text, found, error=CatalogueError)
    version = raw.pop("schema_version", None)
    if version != SCHEMA_VERSION:
        found.add("schema_version", "wrong_type", found=version, expected=SCHEMA_VERSION)
    reading = Reading(found, toml_number, newer=False)
    catalogue: Catalogue = read_section(Catalogue, raw, "", reading, schema_version=SCHEMA_VERSION)
    found.raise_as(CatalogueError)
    return catalogue
