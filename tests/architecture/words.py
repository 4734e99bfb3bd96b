"""The repository speaks of itself alone, and its links lead somewhere."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from tests.architecture.tree import Source

# Places of one machine, and addresses of package indexes: a clone elsewhere must not meet them. Written in halves, or
# this file would name them too.
HALVES = (("/wo", "rk/"), ("/tm", "p/"), ("py", "pi.org"), ("files.python", "hosted"))
FORBIDDEN = tuple("".join(halves) for halves in HALVES)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)|!\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)


def forbidden_words(sources: tuple[Source, ...]) -> list[str]:
    """Lines that name a place outside the repository."""
    return [
        f"{source.path}:{number} {word}"
        for source in sources
        for number, line in enumerate(source.text.splitlines(), start=1)
        for word in FORBIDDEN
        if word in line
    ]


def anchors(text: str) -> frozenset[str]:
    """The places inside a page that a link may point to, named after its headings."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(FENCE.sub("", text)))
    return frozenset(word.replace(" ", "-") for word in words)


def broken_links(pages: tuple[Source, ...], *, root: Path) -> list[str]:
    """Links in pages to files or headings that are not there."""
    return [
        f"{page.path} -> {target}"
        for page in pages
        for target in targets(page)
        if not resolves(target, page=page, root=root)
    ]


def targets(page: Source) -> list[str]:
    """The links of a page that stay inside the repository."""
    found = (plain or picture for plain, picture in LINK.findall(FENCE.sub("", page.text)))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def resolves(target: str, *, page: Source, root: Path) -> bool:
    """Whether the file of a link exists and, when it names a heading, has it."""
    name, _, anchor = unquote(target).partition("#")
    place = root / PurePosixPath(page.path).parent / name if name else root / page.path
    if not place.exists():
        return False
    return not anchor or place.suffix != ".md" or anchor in anchors(place.read_text("utf-8"))
