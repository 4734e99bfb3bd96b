"""How sure a picture is, in words: what taught the own line, what the cuff cannot tell, which number is weakest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from slowdrip.clinic.twin.earlier import Earlier
from slowdrip.clinic.twin.rows import Row
from slowdrip.science.pharmacology.models import NoPrediction
from slowdrip.science.pharmacology.twin import Aspect, Learned, Sureness

ASPECTS: Final[Mapping[Aspect, str | Promise]] = {
    Aspect.SIZE: gettext_lazy("How strongly the pressure rises"),
    Aspect.DELAY: gettext_lazy("How late it rises"),
    Aspect.HALF: gettext_lazy("At which concentration half of the rise is reached"),
    Aspect.STEEPNESS: gettext_lazy("How steeply it rises"),
    Aspect.BASELINE: gettext_lazy("The true pressure before the start"),
    Aspect.FIRST_MINUTES: gettext_lazy("How far the model is off in the first minutes"),
    Aspect.AFTER_STOP: gettext_lazy("How far the model is off after the pump stops"),
    Aspect.CLEARANCE: gettext_lazy("Clearance: how fast this patient gets rid of the drug"),
}


@dataclass(frozen=True, slots=True)
class Weakest:
    """The rows that rest on the same numbers, and which of those is the weakest."""

    names: str
    typical: str
    band: str


@dataclass(frozen=True, slots=True)
class Sure:
    """What stands behind the details: where the own line starts, what was narrowed, and what it is worth."""

    start: str
    clearance: str = ""
    narrowed: tuple[tuple[str | Promise, str], ...] = ()
    steady: str = ""
    weakest: tuple[Weakest, ...] = ()


def sure_of(own: Learned | NoPrediction, earlier: Earlier, rows: Iterable[Row]) -> Sure:
    """Gives how sure the patient's own pressure and each row of the table are."""
    weakest = weakest_of(rows)
    if isinstance(own, NoPrediction):
        return Sure(start_words(own, earlier), steady=_refused_words(own), weakest=weakest)
    narrowed = tuple((ASPECTS[aspect], share_words(share)) for aspect, share in own.sureness.shrinkage)
    return Sure(start_words(own, earlier), clearance_words(own.sureness), narrowed, steady_words(own.sureness), weakest)


def weakest_of(rows: Iterable[Row]) -> tuple[Weakest, ...]:
    """Gives the weakest numbers, once for all rows that share them."""
    names: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        names.setdefault((row.trust.typical_by, row.trust.band_by), []).append(row.name)
    return tuple(Weakest("; ".join(each), *by) for by, each in names.items())


def start_words(own: Learned | NoPrediction, earlier: Earlier) -> str:
    """Gives whether earlier visits of the patient count, and if not, why."""
    if isinstance(own, Learned) and own.visits:
        told = {
            "visits": ngettext("%(n)s earlier visit", "%(n)s earlier visits", own.visits) % {"n": own.visits},
            "readings": ngettext("%(n)s pressure", "%(n)s pressures", own.earlier_readings)
            % {"n": own.earlier_readings},
        }
        words = _(
            "This patient's own pressure starts from %(visits)s in this clinic with %(readings)s, shown with the same "
            "models; a visit may differ from the one before, which is in the band."
        )
        return words % told
    return _people_words(earlier)


def _people_words(earlier: Earlier) -> str:
    if earlier.others:
        return _(
            "This patient's own pressure starts from people in general: earlier visits were shown with other models "
            "than today's, or without predictions."
        )
    if earlier.visits:
        return _(
            "This patient's own pressure starts from people in general: nothing could be learned from earlier visits."
        )
    return _(
        "This patient's own pressure starts from people in general: no earlier visit in this clinic has pressures to "
        "learn from."
    )


def clearance_words(found: Sureness) -> str:
    """Gives what readings at the chair cannot tell, with the figure."""
    return _(
        "Readings at the chair do not tell this patient's clearance: it is kept as wide as for people in general by "
        "design (narrowed by %(share)s), because a cuff does not tell it. So they change nothing about the drug in the "
        "blood."
    ) % {"share": share_words(found.of(Aspect.CLEARANCE))}


def share_words(share: float) -> str:
    """Gives by how much a spread was narrowed, in whole percent; what grew is said as growing."""
    percent = round(100 * share)
    return _("%(n)s\u00a0%%") % {"n": percent} if percent >= 0 else _("none (wider by %(n)s %%)") % {"n": -percent}


def steady_words(found: Sureness) -> str:
    """Gives whether the draws behind the own band can be trusted."""
    if found.effective is None:
        return _("Nothing had to be weighed yet: there is no reading since the start.")
    told = {"k": k_words(found.k_hat), "worth": f"{found.effective:.0f}", "draws": found.draws}
    if found.is_steady:
        words = _(
            "The calculation is steady: k̂ %(k)s (up to 0.5 is steady, above 0.7 no own line is shown); its %(draws)s "
            "tries are worth %(worth)s."
        )
        return words % told
    words = _(
        "The calculation is only just good enough: k̂ %(k)s (up to 0.5 is steady, above 0.7 no own line is shown); its "
        "%(draws)s tries are worth %(worth)s. Take the own line with care."
    )
    return words % told


def _refused_words(own: NoPrediction) -> str:
    if own.code != "no_individual_update":
        return ""
    if "k_hat" in own.params:
        told = {"k": k_words(float(own.params["k_hat"]))}
        return _("The calculation was not steady: k̂ %(k)s, and above 0.7 no own line is shown.") % told
    return _("The calculation was not steady: too few of its tries agreed with the readings.")


def k_words(k_hat: float | None) -> str:
    """Gives a k-hat to two digits; weights without a tail have none."""
    return _("none") if k_hat is None else f"{k_hat:.2f}"
