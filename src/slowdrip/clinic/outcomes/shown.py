"""Responses, forms and permissions in words for the staff's pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowdrip.clinic.outcomes.history import Line
from slowdrip.clinic.outcomes.offered import asks_about_risk
from slowdrip.clinic.outcomes.scoring import is_total_only
from slowdrip.clinic.outcomes.words import BANDS, KINDS, OFFERS, WAYS
from slowdrip.knowledge.scales.catalogue import scales
from slowdrip.science.scales import Change, Fired, Label, Offer, Status
from slowdrip.science.scales.results import rounded


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One response in words."""

    line: Line
    value: str
    band: str
    why: str
    way: str
    change: str
    labels: tuple[tuple[str, str], ...]
    about_risk: bool


def shown_line(line: Line) -> ShownLine:
    """Gives one response in words."""
    return ShownLine(
        line=line,
        value=_value(line),
        band=str(BANDS.get(line.score.band or "", "")) if line.score is not None else "",
        why=_why(line),
        way=str(WAYS.get(line.response.way, line.response.way)),
        change=_changed(line.change),
        labels=tuple(_labels(line.change)),
        about_risk=_about_risk(line),
    )


def _value(line: Line) -> str:
    if line.score is None:
        return ""
    return line.score.profile or ("" if line.score.shown is None else str(line.score.shown))


def _why(line: Line) -> str:
    """Why there is no score, and what it can still be."""
    score = line.score
    if score is None:
        return ""
    if score.status is Status.COMPLETE:
        only = line.result is not None and is_total_only(line.response, line.scale, line.result.missing)
        return _("total only, items unknown") if only else ""
    if score.status is Status.NOT_SCORABLE:
        return _("cannot be scored")
    low, high = rounded(score.low, score.places), rounded(score.high, score.places)
    span = _("incomplete: %(low)s to %(high)s") % {"low": low, "high": high}
    because = [
        *_because(line.missing, ngettext("item %s is missing", "items %s are missing", len(line.missing))),
        *_because(line.refused, ngettext("item %s was refused", "items %s were refused", len(line.refused))),
    ]
    return f"{span}, {_('because')} {'; '.join(because)}" if because else span


def _because(numbers: tuple[int, ...], words: str) -> list[str]:
    return [words % ", ".join(map(str, numbers))] if numbers else []


def _changed(found: Change | None) -> str:
    if found is None or found.better_by is None:
        return ""
    points = rounded(abs(found.better_by), 0)
    if not points:
        return _("as at baseline")
    if found.better_by > 0:
        return ngettext("%s point better", "%s points better", int(points)) % points
    return ngettext("%s point worse", "%s points worse", int(points)) % points


def _labels(found: Change | None) -> Iterable[tuple[str, str]]:
    """Each line that was reached, with where it comes from; none of them decides anything."""
    if found is None:
        return
    for label in found.labels:
        if label.met and label.threshold.is_default and label.threshold.kind in KINDS:
            yield str(KINDS[label.threshold.kind]), _source(label)


def _source(label: Label) -> str:
    origin = label.threshold.origin
    return f"{_number(label.threshold.value)}; {origin.source} [{origin.confidence}]"


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _about_risk(line: Line) -> bool:
    if line.result is None:
        return False
    fired = [each for each in line.result.fired if each.fired is Fired.FIRES]
    return any(asks_about_risk(line.scale, item) for each in fired for item in each.items)


def forms_to_enter(offers: Mapping[str, Offer]) -> list[dict[str, Any]]:
    """Gives the forms that can be entered here, by title."""
    usable = [(scales()[name], use) for name, use in offers.items() if use is not Offer.OFF]
    return [{"name": each.name, "title": each.title} for each, _use in sorted(usable, key=lambda pair: pair[0].title)]


def offer_lines(offers: Mapping[str, Offer]) -> list[dict[str, Any]]:
    """Gives each form with how it may be used here, by title."""
    found = [
        {"title": scales()[name].title, "use": str(OFFERS[use]), "holder": scales()[name].licence.holder}
        for name, use in offers.items()
    ]
    return sorted(found, key=lambda each: str(each["title"]))
