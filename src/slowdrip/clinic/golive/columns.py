"""The columns of the table for go-live: what each is called, what stands in it, and whether it may be empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `most` is the longest text or the highest number, `places` how many decimals a number may have."""

    name: str
    kind: Kind
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    most: int = 0
    least: int = 0
    places: int = 0


YES, NO = "yes", "no"
YES_NO: Final = (YES, NO)
FEMALE, MALE = "female", "male"
SERIES, MAINTENANCE = "series", "maintenance"
INDICATIONS: Final = ("depression", "bipolar", "anxiety", "ptsd")
PHQ9_MOST, GAD7_MOST, ITEM_MOST = 27, 21, 3
"""Both totals and the item as the scales' own files have them; a test compares."""
MOST_INFUSIONS: Final = 9_999
MOST_DOSE_MG: Final = 9_999
MOST_KG: Final = 999

COLUMNS: Final = (
    Column("reference", Kind.TEXT, is_needed=True, most=20),
    Column("family_name", Kind.TEXT, is_needed=True, most=80),
    Column("given_name", Kind.TEXT, is_needed=True, most=80),
    Column("birth_date", Kind.DAY, is_needed=True),
    Column("sex_for_dosing", Kind.CHOICE, is_needed=True, choices=(FEMALE, MALE)),
    Column("could_be_pregnant", Kind.CHOICE, is_needed=True, choices=YES_NO),
    Column("indication", Kind.CHOICE, is_needed=True, choices=INDICATIONS),
    Column("phase", Kind.CHOICE, is_needed=True, choices=(SERIES, MAINTENANCE)),
    Column("series_infusions", Kind.COUNT, is_needed=True, most=MOST_INFUSIONS),
    Column("lifetime_infusions", Kind.COUNT, is_needed=True, most=MOST_INFUSIONS),
    Column("last_infusion_date", Kind.DAY),
    Column("last_dose_mg", Kind.NUMBER, most=MOST_DOSE_MG, places=3),
    Column("weight_kg", Kind.NUMBER, most=MOST_KG, places=3),
    Column("weight_date", Kind.DAY),
    Column("phq9_total", Kind.COUNT, most=PHQ9_MOST),
    Column("phq9_date", Kind.DAY),
    Column("phq9_item9", Kind.COUNT, most=ITEM_MOST),
    Column("gad7_total", Kind.COUNT, most=GAD7_MOST),
    Column("gad7_date", Kind.DAY),
    Column("baseline_phq9_total", Kind.COUNT, most=PHQ9_MOST),
    Column("baseline_phq9_date", Kind.DAY),
    Column("baseline_phq9_item9", Kind.COUNT, most=ITEM_MOST),
    Column("baseline_gad7_total", Kind.COUNT, most=GAD7_MOST),
    Column("baseline_gad7_date", Kind.DAY),
    Column("next_booster_date", Kind.DAY),
    Column("phone", Kind.TEXT, most=200),
    Column("email", Kind.TEXT, most=200),
    Column("contact_consent", Kind.CHOICE, choices=YES_NO),
)
BY_NAME: Final[Mapping[str, Column]] = MappingProxyType({each.name: each for each in COLUMNS})
NEEDED: Final = tuple(each.name for each in COLUMNS if each.is_needed)


def plain_name(typed: str) -> str:
    """Gives a heading as it is compared: small letters, with one underscore for blanks and hyphens."""
    return "_".join(typed.replace("-", " ").replace("_", " ").casefold().split())
