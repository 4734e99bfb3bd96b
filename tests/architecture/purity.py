"""Science is a function of its inputs: no framework, clock, file, chance, or sentence."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from tests.architecture.tree import Source

IMPURE_MODULES = frozenset(
    {"django", "asyncio", "ctypes", "glob", "http", "io", "locale", "logging", "multiprocessing", "os", "pathlib"}
    | {"psycopg", "random", "secrets", "shutil", "signal", "socket", "sqlite3", "subprocess", "sys", "tempfile"}
    | {"threading", "time", "typer", "urllib", "weasyprint", "zoneinfo"}
)
IMPURE_CALLS = frozenset({"open", "print", "input", "breakpoint", "exec", "eval"})
IMPURE_METHODS = frozenset({"now", "utcnow", "today", "uuid1", "uuid4", "uuid7", "read_text", "read_bytes"})
MOST_WORDS = 3


def in_science(sources: tuple[Source, ...]) -> Iterator[Source]:
    """The product's science, its tests left out."""
    return (source for source in sources if source.inside[:1] == ("science",) and not source.is_test)


def impurities(sources: tuple[Source, ...]) -> list[str]:
    """Imports and calls that make a result depend on more than its inputs."""
    return [
        f"{source.path}:{getattr(node, 'lineno', 0)} {name}"
        for source in in_science(sources)
        for node in ast.walk(source.tree())
        for name in impure_names(node)
    ]


def impure_names(node: ast.AST) -> Iterator[str]:
    """What one node uses that science may not use."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names if alias.name.split(".")[0] in IMPURE_MODULES)
        case ast.ImportFrom(module=str(module), level=0) if module.split(".")[0] in IMPURE_MODULES:
            yield module
        case ast.ImportFrom(module="uuid", names=names):
            yield from (alias.name for alias in names if alias.name in IMPURE_METHODS)
        case ast.Call(func=ast.Name(id=name)) if name in IMPURE_CALLS:
            yield f"{name}()"
        case ast.Call(func=ast.Attribute(attr=name)) if name in IMPURE_METHODS:
            yield f".{name}()"


def sentences(sources: tuple[Source, ...]) -> list[str]:
    """Text in science longer than a few words: rules return a code and its parameters, pages find the words."""
    return [
        f"{source.path}:{line} {text!r}"
        for source in in_science(sources)
        for line, text in spoken(source.tree())
        if " " in text.strip() and len(text.split()) > MOST_WORDS
    ]


def spoken(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each text in the code, but for docstrings (a text alone as a statement) and sources of numbers."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) or names_a_source(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            silent.update(id(part) for part in node.values)
            yield node.lineno, "".join(words_of(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def names_a_source(node: ast.AST) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    """Whether this gives a constant called ..._SOURCE its value: where a number comes from is no speech."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name.endswith("_SOURCE")
    return False


def words_of(part: ast.expr) -> str:
    """The text of one part of a formatted text; a value put in counts as one word."""
    return str(part.value) if isinstance(part, ast.Constant) else "value"
