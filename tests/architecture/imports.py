"""Who may import whom: knowledge <- science <- clinic <- live, exchange <- site <- cli, and the order of the apps.

`population` is built on science too, beside the clinic; only what runs without pages may import it.
"""

import ast
from collections.abc import Iterator

from tests.architecture.tree import Source

FLOORS = {"knowledge": 0, "science": 1, "population": 2, "clinic": 2, "live": 3, "exchange": 3, "site": 4, "cli": 5}
COUNTS_PATIENTS = (("population",), ("exchange", "populations"), ("cli",))
"""Who may import the compiled engine: a web process that compiles does not answer."""
APPS = (
    "record",
    "accounts",
    "policy",
    "people",
    "treatment",
    "infusion",
    "monitors",
    "chart",
    "emergency",
    "encounters",
    "bedside",
    "twin",
    "notices",
    "portal",
    "outcomes",
    "cognition",
    "adverse",
    "safety",
    "progress",
    "golive",
)
PRIVATE_MODULES = frozenset({"views", "forms"})


def imported(source: Source) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each slowdrip module this source imports, anywhere in it, as (line, path inside the package)."""
    for node in ast.walk(source.tree()):
        for name in names_of(node, source):
            if name[:1] == ("slowdrip",):
                yield getattr(node, "lineno", 0), name[1:]


def names_of(node: ast.AST, source: Source) -> Iterator[tuple[str, ...]]:
    """The dotted names that one statement imports; `from a import b` may mean the module a.b, so it counts as that."""
    if isinstance(node, ast.Import):
        yield from (tuple(alias.name.split(".")) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = base_of(node, source)
        yield from ((*base, alias.name) for alias in node.names)
    elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"}:
        yield from (tuple(text.split(".")) for text in texts(node.args))


def base_of(node: ast.ImportFrom, source: Source) -> tuple[str, ...]:
    """The package a `from` statement starts at, with leading dots worked out."""
    named = tuple(node.module.split(".")) if node.module else ()
    if not node.level:
        return named
    package = ("slowdrip", *source.inside[:-1])
    return (*package[: len(package) - node.level + 1], *named)


def called(node: ast.Call) -> str:
    """The last word of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def texts(nodes: list[ast.expr]) -> Iterator[str]:
    """The texts among the arguments that are written down."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def backward_imports(sources: tuple[Source, ...]) -> list[str]:
    """Imports from a lower floor of the house to a higher one, or between neighbours on the same floor."""
    faults = []
    for source in sources:
        here = source.inside[0] if source.inside else ""
        if here not in FLOORS or source.is_test:
            continue
        for line, name in imported(source):
            there = name[0] if name else ""
            if there != here and FLOORS.get(there, -1) >= FLOORS[here]:
                faults.append(f"{source.path}:{line} {here} imports {there}")
    return faults


def compiling_pages(sources: tuple[Source, ...]) -> list[str]:
    """Imports of the compiled engine by what a web process may load."""
    return [
        f"{source.path}:{line} imports {'.'.join(name)}"
        for source in sources
        if source.inside and not source.is_test
        if not any(source.inside[: len(place)] == place for place in COUNTS_PATIENTS)
        for line, name in imported(source)
        if name[:1] == ("population",)
    ]


def app_of(path: tuple[str, ...]) -> str:
    """The clinic app a path lies in, or nothing."""
    return path[1] if path[:1] == ("clinic",) and len(path) > 1 and path[1] in APPS else ""


def imports_between_apps(sources: tuple[Source, ...]) -> Iterator[tuple[Source, int, tuple[str, ...]]]:
    """Each import of one clinic app by another, outside tests."""
    for source in sources:
        if source.is_test or not app_of(source.inside):
            continue
        for line, name in imported(source):
            if app_of(name) not in {"", app_of(source.inside)}:
                yield source, line, name


def rightward_imports(sources: tuple[Source, ...]) -> list[str]:
    """Imports of a later app by an earlier one; what an earlier app needs of a later one is a registered gate."""
    return [
        f"{source.path}:{line} {app_of(source.inside)} imports {app_of(name)}, which comes later"
        for source, line, name in imports_between_apps(sources)
        if APPS.index(app_of(name)) > APPS.index(app_of(source.inside))
    ]


def borrowed_pages(sources: tuple[Source, ...]) -> list[str]:
    """Imports of another app's views or forms; pages that combine apps live in chart and ask queries."""
    return [
        f"{source.path}:{line} imports {'.'.join(name)}"
        for source, line, name in imports_between_apps(sources)
        if PRIVATE_MODULES.intersection(name[2:])
    ]


def unlisted_apps(sources: tuple[Source, ...]) -> list[str]:
    """Packages beside the known floors and apps: a new one gets its place in the order before it gets code."""
    floors = {source.inside[0] for source in sources if len(source.inside) > 1}
    apps = {source.inside[1] for source in sources if source.inside[:1] == ("clinic",) and len(source.inside) > 2}
    return sorted((floors - FLOORS.keys()) | (apps - {*APPS, "tests"}))
