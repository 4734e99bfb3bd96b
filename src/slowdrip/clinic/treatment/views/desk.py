"""Everything on the screen where an order is written: the form, its figures, and who signs."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from slowdrip.clinic.accounts.rules import ClinicRequest, shows
from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.words import each, explain, said
from slowdrip.clinic.treatment.forms import OrderForm, PrescriberForm, SecondForm, TakerForm
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


class Explained(Exception):
    """A refusal that already stands in words at its field."""


@dataclass(slots=True)
class Desk:
    """The forms of one screen; `problems` stand above them."""

    form: OrderForm
    prescriber: PrescriberForm
    second: SecondForm
    taker: TakerForm
    proposal: Proposal
    order_id: UUID
    replaces: Standing | None
    problems: list[str] = field(default_factory=list)
    asked: list[SignForm] = field(default_factory=list)

    def are_valid(self, *forms: SignForm) -> bool:
        """Checks the forms that this order asks for; the others say nothing about being empty."""
        self.asked = list(forms)
        verdicts = [form.is_valid() for form in forms]
        return all(verdicts)

    def quieten(self) -> None:
        """Lets the forms that were not asked for come back without errors, names kept."""
        for form in (self.prescriber, self.second, self.taker):
            if form.is_bound and form not in self.asked:
                form.initial = {**form.initial, "signer": form["signer"].value()}
                form.is_bound = False

    def refuse(self, refused: Refused) -> None:
        """Puts a refusal into words where it belongs."""
        for one in each(refused):
            form, field = self._place(one.field)
            if form is None:
                self.problems.append(said(one))
            else:
                form.add_error(field, said(one))

    def _place(self, field: str) -> tuple[Any, str]:
        places = {
            "reason": (self.form, "reason"),
            "signer": (self.prescriber, "signer"),
            "prescriber": (self.prescriber, "signer"),
            "second": (self.second, "signer"),
            "taker": (self.taker, "signer"),
            "read_back": (self.taker, "read_back"),
        }
        return places.get(field, (None, ""))

    def prove(self, request: ClinicRequest, form: SignForm) -> Proof:
        """Gives fresh proof of the form's signer."""
        try:
            return form.proof(request)
        except Refused as refused:
            explain(form, refused)
            raise Explained from refused


def desk_of(
    request: ClinicRequest, patient_id: UUID, *, typed: Typed, replaces: Standing | None = None, data: Any = None
) -> Desk:
    """Gives the screen for these texts; needs the clinic's tenancy bound."""
    actor = request.acting
    prescribers, clinicians = signers(actor, "order.sign"), signers(actor, "order.verify")
    own = str(request.seat.membership.pk) if request.seat.membership else ""
    spoke = data is not None and data.get("do") == "spoken"
    form = OrderForm(data) if data is not None else OrderForm(initial=_initial(typed))
    return Desk(
        form=form,
        prescriber=PrescriberForm(data, able=prescribers, spoke=spoke, initial={"signer": own}),
        second=SecondForm(data, able=clinicians),
        taker=TakerForm(data, able=signers(actor, "order.enter_verbal"), initial={"signer": own}),
        proposal=preview(actor, patient_id, typed, at=request.at),
        order_id=_order_id(data),
        replaces=replaces,
    )


def _initial(typed: Typed) -> dict[str, str]:
    return {name: getattr(typed, name) for name in Typed.__dataclass_fields__}


def _order_id(data: Any) -> UUID:
    """The id made when the form was opened: a form sent twice writes one order."""
    try:
        return UUID(str(data["order_id"])) if data is not None else uuid7()
    except (KeyError, ValueError):
        return uuid7()


def desk_page(request: ClinicRequest, desk: Desk, *, status: int = 200) -> HttpResponse:
    """Renders the whole screen."""
    desk.quieten()
    patient = desk.proposal.body.patient
    shows(request, patient.pk)
    slug = request.clinic.slug
    shown = {
        **fragment(desk.proposal, desk.form, with_empty=status != 200),
        "patient": patient,
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
