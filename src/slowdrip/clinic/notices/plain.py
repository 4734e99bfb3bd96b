"""Whether words may leave the house: nothing about health."""

import re
from typing import Final

# Beginnings of words that tell a stranger who reads the screen what somebody is treated for or how they are.
HEALTH_WORDS: Final = (
    "ketamin",
    "esketamin",
    "infusion",
    "dose",
    "dosing",
    "drip",
    "depress",
    "suicid",
    "self-harm",
    "selfharm",
    "anxi",
    "ptsd",
    "bipolar",
    "trauma",
    "psych",
    "mental",
    "mood",
    "phq",
    "gad-7",
    "gad7",
    "pcl-5",
    "asq",
    "columbia",
    "score",
    "symptom",
    "side effect",
    "bladder",
    "urine",
    "lorazepam",
    "midazolam",
    "ondansetron",
    "clonidine",
    "labetalol",
    "medicine",
    "medication",
    "therapy",
    "treatment",
    "diagnos",
    "crisis",
    "risk",
)
# A host's name has no spaces, so there they are looked for anywhere; the short ones would be found in harmless names.
IN_HOSTS: Final = (
    "ketamin",
    "infusion",
    "depress",
    "suicid",
    "selfharm",
    "self-harm",
    "anxiety",
    "ptsd",
    "bipolar",
    "trauma",
    "psych",
    "mentalhealth",
    "mental-health",
    "therapy",
    "treatment",
    "medication",
)
_FOUND: Final = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, HEALTH_WORDS))})", re.IGNORECASE)
_IN_HOST: Final = re.compile("|".join(map(re.escape, IN_HOSTS)), re.IGNORECASE)
_HOST: Final = re.compile(r"\w[\w-]*(?:\.[\w-]+)+")
# An address is not read as words: a random token may hold any letters. Its host is, and so is its path in full words.
_TOKEN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{16,}")


def problems_of(text: str) -> tuple[str, ...]:
    """Gives the words about health that a text holds, in small letters; empty when it may leave the house."""
    read = _TOKEN.sub("", text)
    found = _FOUND.findall(read) + _IN_HOST.findall(" ".join(_HOST.findall(read)))
    return tuple(dict.fromkeys(each.lower() for each in found))
