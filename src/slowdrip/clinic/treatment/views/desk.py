"""Everything on the screen where an order is written: the form, its figures, and who signs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from slowdrip.clinic.accounts.rules import ClinicRequest, shows
from slowdrip.clinic.people.medicine_panel import medicine_panel
from slowdrip.clinic.treatment.forms import OrderForm
from slowdrip.clinic.treatment.proposals import Proposal, preview
from slowdrip.clinic.treatment.queries import Standing
from slowdrip.clinic.treatment.shown import (
    at_fields,
    bases_shown,
    empty_words,
    figures_shown,
    findings_said,
    last_shown,
    limits_shown,
    weight_shown,
)
from slowdrip.clinic.treatment.typed import Typed
from slowdrip.clinic.treatment.words import TIER_WORDS

from .signing import Signing, order_id_of, sign_forms


@dataclass(slots=True, kw_only=True)
class Desk(Signing):
    """The forms of one screen where an order for a new bag is written."""

    form: OrderForm
    proposal: Proposal
    replaces: Standing | None


def desk_of(
    request: ClinicRequest, patient_id: UUID, *, typed: Typed, replaces: Standing | None = None, data: Any = None
) -> Desk:
    """Gives the screen for these texts; needs the clinic's tenancy bound."""
    form = OrderForm(data) if data is not None else OrderForm(initial=_initial(typed))
    return Desk(
        form=form,
        **sign_forms(request, data),
        proposal=preview(request.acting, patient_id, typed, at=request.at),
        order_id=order_id_of(data),
        replaces=replaces,
    )


def _initial(typed: Typed) -> dict[str, str]:
    return {name: getattr(typed, name) for name in Typed.__dataclass_fields__}


def desk_page(request: ClinicRequest, desk: Desk, *, status: int = 200) -> HttpResponse:
    """Renders the whole screen."""
    desk.quieten()
    patient = desk.proposal.body.patient
    shows(request, patient.pk)
    slug = request.clinic.slug
    shown = {
        **fragment(desk.proposal, desk.form, with_empty=status != 200),
        "patient": patient,
        "medicines": medicine_panel(patient, at=request.at),
        "prescriber": desk.prescriber,
        "second": desk.second,
        "taker": desk.taker,
        "order_id": desk.order_id,
        "replaces": desk.replaces,
        "problems": desk.problems,
        "returned": status != 200,
        "limits": limits_shown(desk.proposal.in_force.policy),
        "last_order": last_shown(desk.proposal.body.last),
        "form_name": f"order:{desk.replaces.order.pk if desk.replaces else patient.pk}",
        "preview_url": reverse("treatment:preview", kwargs={"clinic": slug, "patient_id": patient.pk}),
        "may_sign": request.acting.may("order.enter_verbal"),
    }
    return render(request, "treatment/write.html", shown, status=status)


def fragment(proposal: Proposal, form: OrderForm, *, with_empty: bool) -> dict[str, Any]:
    """Gives what changes while someone types: figures, findings, and what stands at each field."""
    policy = proposal.in_force.policy
    says = at_fields(proposal.noticed, policy, with_empty=with_empty)
    figures, wanted = proposal.figures, proposal.wanted
    vial = wanted.product.conc_ug_per_ml.value if wanted else 0
    return {
        "proposal": proposal,
        "body": proposal.body,
        "weight": weight_shown(proposal.body.weight),
        "last_weight": weight_shown(proposal.body.last_weight),
        "bases": bases_shown(proposal.body),
        "form": form,
        "fields": {name: {"bound": form[name], "says": says.get(name, [])} for name in form.fields},
        "weight_says": says.get("weight", []),
        "figures": figures_shown(figures, vial_ug_per_ml=vial) if figures else [],
        "findings": findings_said(proposal.noticed, policy),
        "tier": proposal.tier.code,
        "tier_word": TIER_WORDS[proposal.tier.code],
        "empty": empty_words(proposal),
        "policy": policy,
        "in_force": proposal.in_force,
    }
