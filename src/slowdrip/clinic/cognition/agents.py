"""Which kind of browser on which kind of device a run was done on: enough to tell two apart, and no more."""

from typing import Final

_BROWSERS: Final = (("edg", "edge"), ("firefox", "firefox"), ("fxios", "firefox"), ("crios", "chrome"))
_LATER: Final = (("chrome", "chrome"), ("safari", "safari"))
_SYSTEMS: Final = (
    ("android", "android"),
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("windows", "windows"),
    ("mac os", "mac"),
    ("cros", "chromeos"),
    ("linux", "linux"),
)
OTHER: Final = "other"


def agent_family(told: str) -> str:
    """Gives family and system from what a browser says of itself, without versions: `chrome/android`."""
    words = told.lower()
    return f"{_first(words, (*_BROWSERS, *_LATER))}/{_first(words, _SYSTEMS)}"


def _first(words: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if sign in words), OTHER)
