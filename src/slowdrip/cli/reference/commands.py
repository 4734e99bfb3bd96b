"""The reference page of the `slowdrip` command, made from the signatures of the commands themselves."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

HEAD = """# The slowdrip command

In a checkout it is `.venv/bin/slowdrip`. Every command works on one installation: the folder `$SLOWDRIP_HOME`, by
default `./var`. A command that found something wrong ends with exit status 1.
This page is generated: `python -m slowdrip.cli.reference cli > docs/reference/cli.md`.
"""
TABLE = "| argument | meaning | default |\n|---|---|---|\n"


def page() -> str:
    """The reference page as Markdown."""
    return HEAD + "".join(_section(name, command) for name, command in commands().items())


def commands() -> dict[str, Callable[..., Any]]:
    """Each command's function by the word that calls it."""
    from slowdrip.cli.main import app

    return {one.name: one.callback for one in app.registered_commands if one.name and one.callback}


def spellings(command: Callable[..., Any]) -> dict[str, str]:
    """How each parameter of a command is typed: an option with its dashes, an argument in capitals."""
    hints = get_type_hints(command, include_extras=True)
    return {name: _spelling(name, hints[name]) for name in inspect.signature(command).parameters}


def meanings(command: Callable[..., Any]) -> dict[str, str]:
    """What each parameter of a command is said to mean; empty where nothing is said."""
    hints = get_type_hints(command, include_extras=True)
    infos = {name: _info(hints[name]) for name in inspect.signature(command).parameters}
    return {name: (info.help if info else "") or "" for name, info in infos.items()}


def _section(name: str, command: Callable[..., Any]) -> str:
    rows = "".join(_rows(command))
    table = f"\n{TABLE}{rows}" if rows else ""
    return f"\n## slowdrip {name}\n{inspect.getdoc(command)}\n{table}"


def _rows(command: Callable[..., Any]) -> Iterator[str]:
    spelled, meant = spellings(command), meanings(command)
    for name, parameter in inspect.signature(command).parameters.items():
        yield f"| `{spelled[name]}` | {meant[name]} | {_default(parameter)} |\n"


def _info(hint: Any) -> OptionInfo | ArgumentInfo | None:
    return next((one for one in get_args(hint) if isinstance(one, OptionInfo | ArgumentInfo)), None)


def _spelling(name: str, hint: Any) -> str:
    info = _info(hint)
    if isinstance(info, OptionInfo) and (written := _written(info)):
        return " ".join(written)
    return f"--{name.replace('_', '-')}" if isinstance(info, OptionInfo) else name.upper()


def _written(info: OptionInfo) -> tuple[str, ...]:
    """The dashes written down for an option; inside Annotated, typer keeps the first of them in place of a default."""
    first = (info.default,) if isinstance(info.default, str) and info.default.startswith("-") else ()
    return (*first, *(info.param_decls or ()))


def _default(parameter: inspect.Parameter) -> str:
    if parameter.default is inspect.Parameter.empty:
        return "must be given"
    return "" if parameter.default in (None, "") else f"`{parameter.default}`"
