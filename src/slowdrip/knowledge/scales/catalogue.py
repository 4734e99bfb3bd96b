"""The scales that ship with Slowdrip, by name."""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

from slowdrip.knowledge.scales.loader import load_scale
from slowdrip.knowledge.types.scales import Scale

SUFFIX = ".toml"


def scale_names() -> tuple[str, ...]:
    """The names of all shipped scales, in alphabetical order."""
    found = (each.name for each in files(__package__).joinpath("files").iterdir() if each.name.endswith(SUFFIX))
    return tuple(sorted(name.removesuffix(SUFFIX) for name in found))


def scale_file(name: str) -> str:
    """The text of one shipped file; KeyError when there is none of that name."""
    if name not in scale_names():
        raise KeyError(name)
    return files(__package__).joinpath("files", name + SUFFIX).read_text(encoding="utf-8")


@cache
def scale(name: str) -> Scale:
    """One shipped scale, such as `phq9`; KeyError when there is none of that name."""
    return load_scale(scale_file(name), name=name)


@cache
def scales() -> MappingProxyType[str, Scale]:
    """All shipped scales by name."""
    return MappingProxyType({name: scale(name) for name in scale_names()})
