"""Finds what a free text about a medicine means in the table of interactions; what is not found stays unknown."""

import re
import unicodedata
from collections.abc import Iterable

from slowdrip.knowledge.types.interactions import Interaction, Interactions, Medicine

APOSTROPHES = re.compile("['\u2019\u2018\u00b4`]")
BREAKS = re.compile(r"[^a-z0-9]+")
GAP = r"[\s\-\u2010-\u2015]+"
DENIED = re.compile(rf"\b(no|non|not){GAP}(?=\w)", re.IGNORECASE)
OPPOSED = re.compile(rf"(?<=\w){GAP}(?=(?:receptors?{GAP})?(?:antagonist|blocker)s?\b)", re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as compared: without case, accents, apostrophes and signs."""
    apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(word for word in BREAKS.split(plain) if word)


def codes_in(table: Interactions, text: str, *, belongs_to: str = "") -> tuple[str, ...]:
    """The codes of the table whose names stand in the text as whole words, and the class that somebody named.

    A name after "no", "non" or "not", or before "antagonist" or "blocker", is not that medicine. An empty answer means
    "not known to this list", never "no interaction".
    """
    words = words_of(_without_opposites(text))
    return tuple(each.name for each in table.medicines if each.name == belongs_to or _is_in(each, words))


def entries_of(table: Interactions, codes: Iterable[str]) -> tuple[Interaction, ...]:
    """Every interaction of these codes, in the order of the table."""
    wanted = frozenset(codes)
    return tuple(each for each in table.interactions if each.perpetrator.value in wanted)


def suggestions(table: Interactions) -> tuple[str, ...]:
    """The names to offer while somebody types: what each medicine is called, and the known members of the classes."""
    offered = {each.called for each in table.medicines}
    offered |= {name.capitalize() for each in table.medicines if each.members for name in _members(each)}
    return tuple(sorted(offered, key=str.casefold))


def classes(table: Interactions) -> tuple[Medicine, ...]:
    """The classes of medicines, which somebody may name for a medicine that is not listed itself."""
    return tuple(each for each in table.medicines if each.is_class.value)


def _without_opposites(text: str) -> str:
    """The text with such a name grown into one word with what turns it round, so that it is no whole word any more."""
    return OPPOSED.sub("", DENIED.sub(r"\1", text))


def _members(medicine: Medicine) -> tuple[str, ...]:
    own = len(medicine.names.value.split(";"))
    return medicine.all_names[own:]


def _is_in(medicine: Medicine, words: tuple[str, ...]) -> bool:
    return any(_runs_in(words_of(name), words) for name in medicine.all_names)


def _runs_in(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    size = len(name)
    return any(words[start : start + size] == name for start in range(len(words) - size + 1))
