"""The emergency card as a document: lines to read aloud, and medicines in the words of the standing orders.

Doses are words that a director wrote and signed. Nothing here computes, proposes or fills in a dose.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from slowdrip.clinic.record.canonical import canonical
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.events.help_and_medication import ROUTES

SCHEMA = 1
MOST_LINES, MOST_MEDICINES = 40, 24
LONGEST_LINE, LONGEST_DRUG, LONGEST_WORDS = 200, 120, 200
MARK = "|"
PARTS = 4


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of the standing orders: its dose in the director's own words."""

    drug: str
    dose: str
    route: str
    indication: str

    @property
    def as_line(self) -> str:
        """Gives it as a director types it."""
        return f" {MARK} ".join((self.drug, self.dose, self.route, self.indication))


@dataclass(frozen=True, slots=True)
class Card:
    """What is read in an emergency, in its order, and the medicines that may be given by standing order."""

    lines: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()


def typed_card(lines: str, medicines: str) -> Card:
    """Gives the card of two typed texts, one entry per line; refuses the first line that cannot be read."""
    card = Card(tuple(_lines(lines)), tuple(_medicines(medicines)))
    if not card.lines and not card.medicines:
        raise Refused("card_empty", field="lines")
    return card


def document_of(card: Card) -> str:
    """Gives the card as canonical JSON, which is what is signed."""
    return canonical(
        {"schema": SCHEMA, "lines": list(card.lines), "medicines": [asdict(one) for one in card.medicines]}
    )


def read_card(document: str) -> Card:
    """Gives the card of a stored document."""
    told = json.loads(document)
    return Card(tuple(told["lines"]), tuple(Medicine(**one) for one in told["medicines"]))


def _lines(typed: str) -> list[str]:
    found = _told(typed, "lines", longest=LONGEST_LINE)
    if len(found) > MOST_LINES:
        raise Refused("card_too_many_lines", field="lines", most=MOST_LINES)
    return [text for _number, text in found]


def _medicines(typed: str) -> Iterator[Medicine]:
    found = _told(typed, "medicines", longest=LONGEST_DRUG + 2 * LONGEST_WORDS)
    if len(found) > MOST_MEDICINES:
        raise Refused("card_too_many_lines", field="medicines", most=MOST_MEDICINES)
    for number, text in found:
        yield _medicine(number, [part.strip() for part in text.split(MARK)])


def _medicine(number: int, parts: list[str]) -> Medicine:
    if len(parts) != PARTS or not all(parts):
        raise Refused("medicine_line_form", field="medicines", line=number)
    drug, dose, route, indication = parts
    for part, most in ((drug, LONGEST_DRUG), (dose, LONGEST_WORDS), (indication, LONGEST_WORDS)):
        if len(part) > most:
            raise Refused("card_line_too_long", field="medicines", line=number, most=most)
    if route.lower() not in ROUTES:
        raise Refused("medicine_line_route", field="medicines", line=number, typed=route, routes=", ".join(ROUTES))
    return Medicine(drug, dose, route.lower(), indication)


def _told(typed: str, field: str, *, longest: int) -> list[tuple[int, str]]:
    """The lines that say something, with their number as the person sees it."""
    found = [(number, " ".join(text.split())) for number, text in enumerate(typed.splitlines(), start=1)]
    for number, text in found:
        if len(text) > longest:
            raise Refused("card_line_too_long", field=field, line=number, most=longest)
    return [(number, text) for number, text in found if text]
