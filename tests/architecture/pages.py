"""Templates and static files keep to the content security policy: nothing inline, nothing from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.architecture.tree import Source

TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}", re.DOTALL)
ELSEWHERE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.\w+")
DATA_SCRIPTS = frozenset({"application/json", "application/ld+json"})
LOADING = frozenset({"src", "href", "srcset", "action", "poster", "data", "formaction"})


class Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at one element and its attributes."""
        found = dict(attrs)
        if tag == "style":
            self.note("<style>")
        if tag == "script" and not found.get("src") and found.get("type") not in DATA_SCRIPTS:
            self.note("<script> without src")
        for name, value in attrs:
            if name == "style" or name.startswith(("on", "hx-on")) or (value or "").strip().startswith("javascript:"):
                self.note(f"{name}= on <{tag}>")
            if name in LOADING and tag != "a" and ELSEWHERE.match((value or "").strip()):
                self.note(f"<{tag}> loads {value}")

    def note(self, what: str) -> None:
        """Remembers a fault and its line."""
        self.faults.append((self.getpos()[0], what))


def without_code(text: str) -> str:
    """A template as the browser might see it: tags of the template language become blanks, lines stay lines."""
    blank = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    return TEMPLATE_CODE.sub(lambda found: "x" + "\n" * found[0].count("\n"), blank)


def inline_code(sources: tuple[Source, ...]) -> list[str]:
    """Inline scripts, styles and handlers in templates, and what they load from elsewhere."""
    return [
        f"{source.path}:{line} {what}"
        for source in sources
        if "templates" in source.parts and source.path.suffix in {".html", ".svg"}
        for line, what in faults_of(source)
    ]


def faults_of(source: Source) -> list[tuple[int, str]]:
    """The faults of one template."""
    reader = Inline()
    reader.feed(without_code(source.text))
    reader.close()
    return reader.faults


def foreign_assets(sources: tuple[Source, ...]) -> list[str]:
    """Addresses of other hosts in our scripts and styles; libraries brought along are the vendor's text."""
    return [
        f"{source.path}:{number} {line.strip()[:80]}"
        for source in sources
        if "static" in source.parts and "vendor" not in source.parts and source.path.suffix in {".js", ".css", ".svg"}
        for number, line in foreign_lines(source)
    ]


def foreign_lines(source: Source) -> Iterator[tuple[int, str]]:
    """The lines of one file that name another host."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if re.search(r"""["'(\s]""" + ELSEWHERE.pattern, line):
            yield number, line
