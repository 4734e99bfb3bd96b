"""How large a file or a function may be, and names that say nothing."""

import ast

from tests.architecture.tree import Source

MOST_LINES = {".py": 400, ".js": 200}
MOST_FUNCTION_LINES = 40
EMPTY_NAMES = frozenset({"util", "utils", "helper", "helpers", "common", "manager", "misc"})


def is_ours(source: Source) -> bool:
    """Whether a person here wrote the file: not a migration, not a library brought along."""
    return not {"migrations", "vendor"}.intersection(source.parts) and ".min." not in source.path.name


def long_files(sources: tuple[Source, ...]) -> list[str]:
    """Files past the stop; such a file becomes a package of the same name, split by meaning."""
    return [
        f"{source.path} has {source.text.count(chr(10))} lines"
        for source in sources
        if is_ours(source) and source.text.count("\n") > MOST_LINES.get(source.path.suffix, 10**9)
    ]


def long_functions(sources: tuple[Source, ...]) -> list[str]:
    """Functions past the stop, their docstring included."""
    return [
        f"{source.path}:{node.lineno} {node.name} has {length(node)} lines"
        for source in sources
        if is_ours(source) and source.path.suffix == ".py"
        for node in ast.walk(source.tree())
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > MOST_FUNCTION_LINES
    ]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function, decorators left out."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def empty_names(sources: tuple[Source, ...]) -> list[str]:
    """Modules and folders whose name does not tell what is inside."""
    return [
        str(source.path)
        for source in sources
        if is_ours(source) and EMPTY_NAMES.intersection({*source.parts[:-1], source.path.name.split(".")[0]})
    ]
