"""Whether words may leave the house: nothing about health, and short enough for one text message."""

import re
from typing import Final

from django.utils.translation import gettext as _

from slowdrip.clinic.record.models import Clinic

MOST_TEXT: Final = 160
"""One text message in the GSM alphabet (3GPP TS 23.038: 140 bytes, 7 bits a letter); a longer one is split."""
MOST_TEXT_WIDE: Final = 70
"""One text message with a letter outside that alphabet, which is sent in 16 bits a letter."""
GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE: Final = frozenset("^{}\\[~]|€")

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
_FOUND: Final = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, HEALTH_WORDS))})", re.IGNORECASE)
# An address is not read as words: a random token may hold any letters. Its host is, and so is its path in full words.
_TOKEN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{16,}")


def problems_of(text: str) -> tuple[str, ...]:
    """Gives the words about health that a text holds, in small letters; empty when it may leave the house."""
    return tuple(dict.fromkeys(found.group().lower() for found in _FOUND.finditer(_TOKEN.sub("", text))))


def fits_one_text(text: str) -> bool:
    """Says whether the text goes as one text message."""
    if any(letter not in GSM and letter not in GSM_DOUBLE for letter in text):
        return len(text) <= MOST_TEXT_WIDE
    return sum(2 if letter in GSM_DOUBLE else 1 for letter in text) <= MOST_TEXT


def name_of(clinic: Clinic) -> str:
    """Gives the name by which the clinic signs a message: its own, unless that tells what it treats."""
    return _("your clinic") if problems_of(clinic.name) else clinic.name
