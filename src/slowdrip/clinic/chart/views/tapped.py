"""Which key was pressed: the kind of event it means, its payload and the words for the saved bar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.chart.words.names import Words, code_words
from slowdrip.clinic.infusion.actions.charting import SYMPTOM_TAPS
from slowdrip.clinic.infusion.off_monitor import may_be_off
from slowdrip.clinic.infusion.queries import pump_rate_ul_per_h
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion import Event
from slowdrip.science.infusion.events.observations import SCALES

PUMP: Final[dict[str, Words]] = {
    "started": gettext_lazy("Started"),
    "paused": gettext_lazy("Pump paused"),
    "resumed": gettext_lazy("Pump resumed"),
    "stopped": gettext_lazy("Pump stopped"),
    "completed": gettext_lazy("Completed"),
}
PLAIN: Final[dict[str, Words]] = {
    "on_monitor": gettext_lazy("On the monitor"),
    # A tap that waited on a tablet since the key offered no time.
    "off_monitor": gettext_lazy("Off the monitor"),
    "consent_withdrawn": gettext_lazy("Consent withdrawn"),
}
ORIENTED: Final = {"person": True, "place": True, "time": True, "situation": True}


@dataclass(frozen=True, slots=True)
class Tapped:
    """One tap as it is charted."""

    kind: str
    payload: dict[str, Any]
    told: str


def tapped(
    typed: QueryDict, infusion_id: UUID, *, at: datetime, known: Event | None = None, now: datetime | None = None
) -> Tapped:
    """Gives what a tap means; the key itself says it, so that a tap sent later still means what it meant.

    `at` is when it was tapped; `known` is the entry that is stored under the tap's id already, if its first answer was
    lost. `now` is when it came in.
    """
    if minutes := typed.get("off_monitor"):
        return _off_monitor(minutes, at, now or at, known)
    for name in SCALES:
        score = str(typed.get(name, ""))
        if score.isdigit():
            return Tapped(name, {"score": int(score)}, f"{code_words(name)} {score}")
    for kind in SYMPTOM_TAPS:
        if symptom := typed.get(kind):
            return _symptom(kind, symptom)
    if gait := typed.get("gait"):
        return Tapped("recovery_score", {"gait": gait}, _("Gait: %(gait)s") % {"gait": code_words(gait)})
    return _by_kind(typed.get("kind", ""), infusion_id, at, known)


def _off_monitor(minutes: str, at: datetime, now: datetime, known: Event | None) -> Tapped:
    """Off the monitor on purpose, and by when the patient is back on; without a readable time the policy's holds."""
    told = int(minutes) if minutes.isdigit() else 0
    words = _off_words(told, late_min=int((now - at).total_seconds() // 60) - told)
    if known is not None and known.kind == "off_monitor":
        return Tapped("off_monitor", dict(known.payload), words)
    if not may_be_off(told):
        raise Refused("entry_not_one_of", field="off_monitor")
    return Tapped("off_monitor", {"back_at": (at + timedelta(minutes=told)).isoformat()}, words)


def _off_words(told_min: int, *, late_min: int) -> str:
    if late_min >= 0:
        return _("Off the monitor, was due back %(n)s min ago; still no alarm from it") % {"n": late_min}
    return _("Off the monitor, back in %(n)s min: its silence does not call, the return time does") % {"n": told_min}


def _symptom(kind: str, symptom: str) -> Tapped:
    words = code_words(symptom)
    return Tapped(
        kind,
        {"symptom": symptom},
        words if kind == "symptom_started" else _("%(symptom)s: over") % {"symptom": words},
    )


def _by_kind(kind: str, infusion_id: UUID, at: datetime, known: Event | None) -> Tapped:
    if kind == "site_fine":
        return Tapped("iv_site_checked", {"finding": "patent"}, _("IV site fine"))
    if kind == "oriented":
        return Tapped("orientation", dict(ORIENTED), _("Oriented × 4"))
    if kind == "help_called":
        return Tapped("help_called", {"who": "colleague"}, _("Help called"))
    if kind in PLAIN:
        return Tapped(kind, {}, str(PLAIN[kind]))
    if kind not in PUMP:
        raise Refused("entry_unknown_kind")
    if known is not None and known.kind == kind:
        return Tapped(kind, dict(known.payload), str(PUMP[kind]))
    payload = {"rate_ul_per_h": pump_rate_ul_per_h(infusion_id, at=at)} if kind in ("started", "resumed") else {}
    return Tapped(kind, payload, str(PUMP[kind]))


def said_before(tap: Tapped) -> str:
    """Says that the record had it already: nothing is charted twice and nothing is turned around."""
    words = {"symptom": code_words(tap.payload["symptom"])}
    if tap.kind == "symptom_started":
        return _("%(symptom)s was already charted and goes on. Nothing was entered twice.") % words
    return _("%(symptom)s was not going on at that time. Nothing was entered.") % words
