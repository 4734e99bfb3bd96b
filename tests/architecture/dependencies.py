"""Every dependency has a written reason, and the lock pins it by hash and names no address."""

import re
import tomllib

PINNED = re.compile(r"^([a-z0-9._-]+)==\S+.*?\\$", re.MULTILINE | re.IGNORECASE)


def declared(pyproject: str) -> frozenset[str]:
    """The names of the packages the project asks for, at run time or for its proof."""
    project = tomllib.loads(pyproject)["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    return frozenset(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0].lower() for line in wanted)


def unexplained(pyproject: str, page: str) -> list[str]:
    """Dependencies without a line in the page of reasons."""
    return sorted(name for name in declared(pyproject) if f"`{name}`" not in page)


def explained_for_nothing(pyproject: str, page: str) -> list[str]:
    """Reasons for packages that the project no longer asks for; each row of the page's tables starts with the name."""
    return sorted(set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)) - declared(pyproject))


def unlocked(pyproject: str, lock: str) -> list[str]:
    """Dependencies that the lock does not pin."""
    return sorted(declared(pyproject) - {name.lower() for name in PINNED.findall(lock)})


def unhashed(lock: str) -> list[str]:
    """Pins that no hash guards, and lines that name an address."""
    blocks = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    pins = [block.split("==")[0] for block in blocks if "==" in block.split("\n")[0] and "--hash=sha256:" not in block]
    return [*pins, *(line for line in lock.splitlines() if "://" in line or line.startswith("-"))]
