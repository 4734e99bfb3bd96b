"""How hard a text is to read: the school grade of Flesch and Kincaid, from words, sentences and syllables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CLINIC: Final = Path(__file__).parents[2]
PAGES: Final = (
    "portal/templates/portal/**/*.html",
    "outcomes/templates/outcomes/patient/**/*.html",
    "cognition/templates/cognition/patient/**/*.html",
    "cognition/templates/cognition/parts/*.html",
    "cognition/templates/cognition/offered.html",
    "progress/templates/progress/own.html",
)
TO_PATIENTS: Final = ("portal/telling.py", "outcomes/asked_telling.py", "cognition/telling.py")
"""Where the words of messages to patients are made."""
PLACE: Final = re.compile(r"%\(\w+\)s")
FOR_STAFF: Final = frozenset({"tablet.html"})
TRANSLATE: Final = re.compile(r"""{%\s*translate\s+["']((?:[^"\\]|\\.)*?)["']\s*(?:as \w+\s*)?%}""")
BLOCK: Final = re.compile(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
TAG: Final = re.compile(r"{[%{].*?[%}]}")


def patient_texts() -> dict[str, str]:
    """Every text of a patient's pages that a translator sees, with the page it stands on."""
    found: dict[str, str] = {}
    for pages in PAGES:
        for path in sorted(CLINIC.glob(pages)):
            if path.name in FOR_STAFF:
                continue
            for text in texts_of(path.read_text("utf-8")):
                found[text] = path.name
    return found


def message_texts() -> list[str]:
    """Every text that a message to a patient is made of."""
    return [text for path in TO_PATIENTS for text in spoken_in((CLINIC / path).read_text("utf-8"))]


def spoken_in(source: str) -> Iterator[str]:
    """The texts that a program speaks through `_`; what is put in at run time counts as a number."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            spoken = (each.value for each in node.args if isinstance(each, ast.Constant))
            yield from (PLACE.sub("12", text) for text in spoken if isinstance(text, str))


def tellers() -> set[str]:
    """The files that say the words of any kind of message, to patients or to staff."""
    said = (path for path in CLINIC.rglob("*.py") if "tests" not in path.parts and path.name != "queueing.py")
    return {str(path.relative_to(CLINIC)) for path in said if "register_words(" in path.read_text("utf-8")}


def texts_of(template: str) -> list[str]:
    """The texts of one template; what is put in at run time counts as a number."""
    blocks = [part for block in BLOCK.findall(template) for part in re.split(r"{%\s*plural\s*%}", block)]
    return [TAG.sub("12", text).strip() for text in [*TRANSLATE.findall(template), *blocks]]


def grade(text: str) -> float:
    """The school grade that reads a text: 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    sentences = [part for part in re.split(r"[.!?:]+", text) if part.strip()]
    words = re.findall(r"[A-Za-z']+|\d+", text)
    if not words or not sentences:
        return 0.0
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """Groups of vowels, without an e that is not heard; near enough for a limit."""
    low = word.lower().strip("'")
    if low.isdigit():
        return 1
    groups = len(re.findall(r"[aeiouy]+", low))
    is_mute_e = low.endswith("e") and not low.endswith(("le", "ee"))
    is_mute_ed = low.endswith("ed") and low[-3:-2] not in "td"
    return max(1, groups - (1 if is_mute_e or is_mute_ed else 0))
