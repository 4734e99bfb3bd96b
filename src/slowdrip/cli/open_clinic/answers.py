"""What is asked about a new clinic: each answer as it is kept, or what is wrong with it and the fix."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final
from zoneinfo import available_timezones

import typer

SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_NAME, LONGEST_EMAIL = 40, 120, 254


def ask(
    given: str | None, option: str, question: str, check: Callable[[str], str], *, default: str | None = None
) -> str:
    """Gives the checked answer: of the option where it was given, else of the person, asked again until it holds."""
    if given is None:
        return str(typer.prompt(question, default=default, value_proc=check))
    try:
        return check(given)
    except typer.BadParameter as why:
        raise typer.BadParameter(why.message, param_hint=option) from why


def slug(typed: str) -> str:
    """Gives the word for the clinic in its addresses."""
    from slowdrip.clinic.record.actions import RESERVED_SLUGS

    wanted = typed.strip()
    if not SLUG.fullmatch(wanted) or len(wanted) > LONGEST_SLUG:
        raise typer.BadParameter(
            f"“{typed}” cannot stand in an address. Use small letters, digits and single hyphens, "
            f"at most {LONGEST_SLUG}: harbor, north-side"
        )
    if wanted in RESERVED_SLUGS:
        raise typer.BadParameter(f"“{wanted}” is an address of Slowdrip itself. Choose another word")
    return wanted


def name(typed: str) -> str:
    """Gives a name without spaces around it."""
    wanted = " ".join(typed.split())
    if not wanted:
        raise typer.BadParameter("This is empty. Type a name")
    if len(wanted) > LONGEST_NAME:
        raise typer.BadParameter(f"This has {len(wanted)} characters and {LONGEST_NAME} fit. Shorten it")
    return wanted


def time_zone(typed: str) -> str:
    """Gives the name of a time zone as the time zone database has it."""
    zones = {zone.casefold(): zone for zone in available_timezones()}
    wanted = typed.strip().replace(" ", "_").casefold()
    if wanted in zones:
        return zones[wanted]
    raise typer.BadParameter(f"there is no time zone “{typed}”. {_meant(wanted, zones)}")


def email(typed: str) -> str:
    """Gives an address to sign in with, in small letters."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    wanted = typed.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError as why:
        raise typer.BadParameter(f"“{typed}” is not an email address. Type it whole, like dana@harbor.example") from why
    if len(wanted) > LONGEST_EMAIL:
        raise typer.BadParameter(f"This has {len(wanted)} characters and {LONGEST_EMAIL} fit. Use a shorter address")
    return wanted


def initials(of: str) -> str:
    """Gives the letters that stand for a name on the board; titles do not count."""
    words = [word for word in of.split() if word.strip(".").casefold() not in {"dr", "prof", "rn", "md"}] or of.split()
    return "".join(word[0] for word in words)[:4].upper()


def _meant(wanted: str, zones: dict[str, str]) -> str:
    """Gives the nearest zones, by their city or by the whole name."""
    by_city = sorted(zone for key, zone in zones.items() if key.rpartition("/")[2] == wanted)
    near = by_city or [zones[key] for key in get_close_matches(wanted, zones, n=3)]
    return f"Did you mean {' or '.join(near[:3])}?" if near else "Type it as America/New_York or Europe/Berlin"
