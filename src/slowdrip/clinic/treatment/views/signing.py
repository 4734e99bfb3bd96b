"""The people who sign an order on one screen: prescriber, second clinician, or whoever took a spoken one."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.words import each, explain, said
from slowdrip.clinic.treatment.forms import PrescriberForm, SecondForm, TakerForm


class Explained(Exception):
    """A refusal that already stands in words at its field."""


@dataclass(slots=True, kw_only=True)
class Signing:
    """What is typed and who signs it, on one screen; `problems` stand above the forms."""

    form: Any
    prescriber: PrescriberForm
    second: SecondForm
    taker: TakerForm
    order_id: UUID
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


def sign_forms(request: ClinicRequest, data: Any) -> dict[str, Any]:
    """Gives the forms of those who may sign; needs the clinic's tenancy bound."""
    actor = request.acting
    own = str(request.seat.membership.pk) if request.seat.membership else ""
    spoke = data is not None and data.get("do") == "spoken"
    return {
        "prescriber": PrescriberForm(data, able=signers(actor, "order.sign"), spoke=spoke, initial={"signer": own}),
        "second": SecondForm(data, able=signers(actor, "order.verify")),
        "taker": TakerForm(data, able=signers(actor, "order.enter_verbal"), initial={"signer": own}),
    }


def order_id_of(data: Any) -> UUID:
    """Gives the id made when the form was opened: a form sent twice writes one order."""
    try:
        return UUID(str(data["order_id"])) if data is not None else uuid7()
    except (KeyError, ValueError):
        return uuid7()
