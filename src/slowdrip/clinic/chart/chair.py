"""Everything a chair page shows about one drip."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.cards import Card, Number, card, loud_first, number, tiers_of
from slowdrip.clinic.chart.gates import BEFORE, Gates, gates_of
from slowdrip.clinic.chart.units import shown_number
from slowdrip.clinic.chart.words import code_words
from slowdrip.clinic.chart.words.fields import choice_label
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.people.models import Allergy, Measurement
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.treatment.queries import latest_verified_order
from slowdrip.science.infusion import InfusionState, Phase
from slowdrip.science.pharmacology.dosing import display


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairPage:
    """One drip at its chair."""

    infusion: Infusion
    state: InfusionState
    card: Card
    weight_kg: str
    allergies: list[str]
    rr: Number
    moaas: Number
    gates: Gates

    @property
    def before(self) -> bool:
        """Says whether the drip has not started."""
        return self.state.phase in BEFORE

    @property
    def oxygen(self) -> str:
        """Gives what the patient breathes, in words."""
        seen = self.state.observed.oxygen
        if seen is None:
            return ""
        return f"{seen.l_per_min} L/min O₂" if seen.l_per_min else choice_label(seen.source)

    @property
    def rate_ml_per_h(self) -> str:
        """Gives the rate it runs at, else the ordered one."""
        drip = self.state.drip
        rate = drip.last_rate_ul_per_h or (drip.order.rate_ul_per_h if drip.order else 0)
        return shown_number(rate, "rate_ul_per_h")

    @property
    def mg_per_ml(self) -> str:
        """Gives the strength of what hangs, to three decimals."""
        order = self.state.drip.order
        return display.number(round(Decimal(order.dose_ug) / order.total_volume_ul, 3)) if order else ""

    @property
    def vtbi_ml(self) -> str:
        """Gives the volume to be infused."""
        order = self.state.drip.order
        return shown_number(order.vtbi_ul, "vtbi_ul") if order else ""

    @property
    def duration_min(self) -> str:
        """Gives the ordered duration in minutes."""
        order = self.state.drip.order
        return display.number(Decimal(order.duration_s) / 60) if order else ""

    @property
    def ending_label(self) -> str:
        """Gives how the visit ended, in words."""
        return code_words(self.state.ending.code) if self.state.ending else ""

    @property
    def recovering(self) -> bool:
        """Says whether the drip has ended and the visit has not."""
        return self.state.phase is Phase.RECOVERY


def find(actor: Acting, infusion_id: UUID) -> Infusion:
    """Gives a visit of the clinic, or raises Infusion.DoesNotExist."""
    rows = Infusion.objects.visible_to(actor).select_related("patient", "chair", "policy", "order")
    found: Infusion = rows.get(id=infusion_id)
    return found


def chair_page(infusion: Infusion, *, at: datetime, slug: str, zone: ZoneInfo) -> ChairPage:
    """Gives the page of a visit at an instant."""
    state = state_now(infusion.pk)
    tiers = tiers_of(loud_first(state))
    return ChairPage(
        infusion=infusion,
        state=state,
        card=card(infusion, state, at=at),
        rr=number(state, "rr_per_min", tiers),
        moaas=_out_of_five(number(state, "moaas", tiers)),
        weight_kg=weight_kg(infusion),
        allergies=allergies(infusion),
        gates=gates_of(infusion, state, at=at, slug=slug, zone=zone),
    )


def _out_of_five(score: Number) -> Number:
    return replace(score, note=_("of 5")) if score.value is not None else score


def weight_kg(infusion: Infusion) -> str:
    """Gives the latest measured weight in kilograms, or an empty text."""
    rows = Measurement.objects.filter(clinic_id=infusion.clinic_id, patient=infusion.patient_id).current()
    row = rows.filter(kind=Measurement.Kind.WEIGHT_G, how=Measurement.How.MEASURED).order_by("-at").first()
    return f"{row.value / 1000:.1f}" if row else ""


def allergies(infusion: Infusion) -> list[str]:
    """Gives the patient's standing allergies with their reactions."""
    rows = (
        Allergy.objects.filter(clinic_id=infusion.clinic_id, patient=infusion.patient_id)
        .current()
        .order_by("substance")
    )
    return [f"{row.substance} ({row.reaction})" if row.reaction else row.substance for row in rows]


@dataclass(frozen=True, slots=True)
class Attachable:
    """A verified order that can be put in force at this drip."""

    id: UUID
    mg: str
    rate: str


def attachable(actor: Acting, infusion: Infusion, state: InfusionState) -> list[Attachable]:
    """Gives the patient's newest verified order unless it is in force already."""
    in_force = state.drip.order.order_id if state.drip.order else ""
    order = latest_verified_order(actor, infusion.patient_id, but=in_force)
    if order is None:
        return []
    return [Attachable(order.id, display.mg(order.dose_in_bag_ug), display.ml_per_h(order.rate_ul_per_h))]
