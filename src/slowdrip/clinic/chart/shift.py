"""A shift as pages show it: each part with its reasons and the key that mends it, chairs with their nurse."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.nurses import Nurse, Nurses
from slowdrip.clinic.chart.who import Who, who
from slowdrip.clinic.chart.words.names import Words, phase_words
from slowdrip.clinic.chart.words.shift import part_words, plain_words, whole_words
from slowdrip.clinic.infusion.holding import UnderWay
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.shifts import Signed
from slowdrip.clinic.record.acting import Acting

# Where a part is mended: a place of the day page, or a page by its name; and what its key says.
MENDS: Final[Mapping[str, tuple[str, Words]]] = {
    "staff": ("#people", gettext_lazy("Who is here")),
    "credentials": ("accounts:staff", gettext_lazy("Credentials")),
    "kit": ("#kit", gettext_lazy("Check the kit")),
    "monitors": ("monitors:list", gettext_lazy("Monitors")),
    "sound": ("#sound", gettext_lazy("Test the sound")),
    "alarms": ("chart:board", gettext_lazy("Board")),
    "tasks": ("chart:tasks", gettext_lazy("Tasks")),
    "waste": ("chart:tasks", gettext_lazy("Tasks")),
    "paired": ("monitors:list", gettext_lazy("Monitors")),
}
HANDED: Final = ("handed_over", "taken_over")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part in words: whole or why not, what is pointed out, the key that mends it, why it was left so."""

    code: str
    name: str
    whole: bool
    why: str
    notes: str = ""
    url: str = ""
    action: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class ChairLine:
    """One visit under way: its chair, who sits there, who holds it."""

    id: UUID
    chair: str
    who: Who
    phase: str
    nurse: Nurse | None


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One chair that changed hands: when, which chair, from whom to whom, and whether without the first."""

    id: UUID
    at: datetime
    chair: str
    giver: str
    taker: str
    taken: bool


def part_lines(
    parts: Iterable[Mapping[str, Any]], names: Mapping[str, str], *, zone: ZoneInfo, slug: str = ""
) -> list[PartLine]:
    """Gives parts as their document has them; with the clinic's slug also the keys that mend them."""
    return [_part(each, names, zone=zone, slug=slug) for each in parts]


def _part(told: Mapping[str, Any], names: Mapping[str, str], *, zone: ZoneInfo, slug: str) -> PartLine:
    code, whole = str(told["code"]), not told["reasons"]
    url, action = _mend(code, slug) if slug and not whole else ("", "")
    return PartLine(
        code=code,
        name=part_words(code),
        whole=whole,
        why=whole_words(code) if whole and not told["notes"] else _sentences(told["reasons"], names, zone),
        notes=_sentences(told["notes"], names, zone),
        url=url,
        action=action,
        because=str(told.get("because", "")),
    )


def _sentences(reasons: Iterable[Mapping[str, Any]], names: Mapping[str, str], zone: ZoneInfo) -> str:
    said = [plain_words(each, names, zone).rstrip(".") for each in reasons]
    text = "; ".join(dict.fromkeys(said))
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _mend(code: str, slug: str) -> tuple[str, str]:
    if code not in MENDS:
        return "", ""
    where, words = MENDS[code]
    return (where if where.startswith("#") else reverse(where, kwargs={"clinic": slug})), str(words)


def chair_lines(visits: Iterable[UnderWay], nurses: Nurses) -> list[ChairLine]:
    """Gives the visits under way with who holds each."""
    return [
        ChairLine(
            each.infusion.pk,
            each.chair,
            who(each.infusion.patient),
            phase_words(each.state.phase.value),
            nurses.of(each.state),
        )
        for each in visits
        if not each.is_over
    ]


def held_chairs(lines: Iterable[ChairLine]) -> dict[str, str]:
    """Gives the chairs that each person holds, by actor id."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.nurse is not None and line.nurse.actor_id:
            found.setdefault(line.nurse.actor_id, []).append(line.chair)
    return {actor_id: ", ".join(chairs) for actor_id, chairs in found.items()}


def handed_lines(actor: Acting, names: Mapping[str, str], *, since: datetime, until: datetime) -> list[HandedLine]:
    """Gives the chairs that changed hands in a shift, in order; what was noted then stays with the visit."""
    rows = InfusionEvent.objects.visible_to(actor).current()
    rows = rows.filter(kind__in=HANDED, occurred_at__gte=since, occurred_at__lte=until)
    return [_handed(row, names) for row in rows.select_related("infusion__chair").order_by("occurred_at", "id")]


def _handed(row: InfusionEvent, names: Mapping[str, str]) -> HandedLine:
    told = json.loads(row.payload)
    giver = names.get(told.get("from_person", ""), _("nobody"))
    chair = row.infusion.chair.name if row.infusion.chair is not None else "–"
    return HandedLine(
        row.infusion_id, row.occurred_at, chair, giver, names.get(told["to_person"], "–"), row.kind == HANDED[1]
    )


def stays_words(signed: Signed, names: Mapping[str, str]) -> str:
    """Gives who stays by a close, by name."""
    return ", ".join(names.get(each, "–") for each in signed.document.get("stays", []))


def held_words(signed: Signed, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Gives who held which chairs at a close, by name."""
    found: dict[str, list[str]] = {}
    for each in signed.document["visits"]:
        found.setdefault(names.get(each["holder"], _("nobody")), []).append(each["chair"])
    return [(holder, ", ".join(chairs)) for holder, chairs in sorted(found.items())]
