"""How hard a text is to read: the school grade of Flesch and Kincaid, from words, sentences and syllables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

CLINIC: Final = Path(__file__).parents[2]
FOLDERS: Final = ("portal/templates/portal", "outcomes/templates/outcomes/patient")
FOR_STAFF: Final = frozenset({"tablet.html"})
TRANSLATE: Final = re.compile(r"""{%\s*translate\s+["']((?:[^"\\]|\\.)*?)["']\s*(?:as \w+\s*)?%}""")
BLOCK: Final = re.compile(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
TAG: Final = re.compile(r"{[%{].*?[%}]}")


def patient_texts() -> dict[str, str]:
    """Every text of a patient's pages that a translator sees, with the page it stands on."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted((CLINIC / folder).rglob("*.html")):
            if path.name in FOR_STAFF:
                continue
            for text in texts_of(path.read_text("utf-8")):
                found[text] = path.name
    return found


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
