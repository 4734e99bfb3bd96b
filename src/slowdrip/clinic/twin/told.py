"""What predictions are made of, in words: models with their version, also in the record of a drip."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from slowdrip.clinic.chart.ordered import Line
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_version
from slowdrip.clinic.twin.shown_models import Shown, in_use, shown_of
from slowdrip.knowledge.models import default_set, models
from slowdrip.knowledge.types.models import Kind, Model

HASH_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model: its name, what it is, the first digits of its hash."""

    name: str
    title: str
    version: str


def model_lines() -> list[ModelLine]:
    """Gives the models of the twin, the kinetics first."""
    members = [each for each in default_set().members if each.kind in (Kind.KINETICS, Kind.EFFECT)]
    return [line_of(each) for each in members]


def line_of(model: Model) -> ModelLine:
    """Gives one model as a line."""
    return ModelLine(model.name, model.title, model.content_sha256[:HASH_SHOWN])


def record_lines(infusion: Infusion) -> list[Line]:
    """Gives what the record says of predictions at a drip: with which models it was shown, whatever is in use today."""
    policy = _("on, by clinic policy version %(number)s") % {"number": pinned_version(infusion).number}
    sets = shown_of(infusion)
    return [
        Line(_("Predictions at this drip"), policy),
        *(_shown_line(infusion, each) for each in sets),
        Line(_("Models of the installation that prints this"), _today(sets)),
        Line(_("What they were"), _("information beside the limits; they gave no dose and reached no pump")),
    ]


def _shown_line(infusion: Infusion, shown: Shown) -> Line:
    zone = ZoneInfo(infusion.clinic.time_zone)
    told = {"when": date_format(localtime(shown.at, zone), "j M Y H:i"), "made_by": shown.made_by}
    named = ", ".join(f"{name} {digest[:HASH_SHOWN]}" for name, digest in shown.models)
    return Line(_("Models shown, first on %(when)s (%(made_by)s)") % told, named)


def _today(sets: list[Shown]) -> str:
    """How the models of today compare with those that were shown."""
    if not sets:
        return _("not shown at this drip: no screen that could have shown them was opened before the visit ended")
    if all(each.models == in_use() for each in sets):
        return _("the same as those shown")
    before = dict(sets[-1].models)
    changed = [f"{name} {digest[:HASH_SHOWN]}" for name, digest in in_use() if before.get(name) != digest]
    gone = [name for name in before if name not in dict(in_use())]
    if not changed and not gone:
        return _("the same as those shown last; other ones were shown before them")
    told = {"changed": ", ".join([*changed, *(_("without %(name)s") % {"name": name} for name in gone)])}
    return _("NOT the same as those shown: today %(changed)s. What stood at the chair came from the ones above.") % told


def all_models() -> dict[str, Model]:
    """Gives every model that ships, by name."""
    return dict(models())
