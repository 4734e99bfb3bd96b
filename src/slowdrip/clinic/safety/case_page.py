"""What the page of one case shows: how it stands, the one next step, and the keys for everything else."""

from collections.abc import Mapping
from typing import Any, Final

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import cached_property

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.outcomes.offered import offered
from slowdrip.clinic.portal.crisis import crisis_numbers
from slowdrip.clinic.safety import case_words as words
from slowdrip.clinic.safety.actions.closing import needs_clinician
from slowdrip.clinic.safety.actions.known import SIGN
from slowdrip.clinic.safety.case_shown import due_words, is_urgent, story, unread_words
from slowdrip.clinic.safety.forms import cases as forms
from slowdrip.clinic.safety.plans import ACT, standing_plan
from slowdrip.clinic.safety.queries import Case
from slowdrip.clinic.safety.roster import able_members
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.risk_case import CaseState, may_close, may_dispose
from slowdrip.science.rules.risk_case.closing import NOT_ACTED
from slowdrip.science.rules.risk_case.known import IDEATION_UP_TO
from slowdrip.science.rules.risk_case.tiers import ASQ, COLUMBIA
from slowdrip.science.scales import Offer, offer

SCREENS: Final[Mapping[str, type[forms.CaseForm]]] = {
    "asq": forms.AsqForm,
    "columbia": forms.ColumbiaForm,
    "columbia_outcome": forms.ColumbiaOutcomeForm,
    "judged": forms.JudgedForm,
    "not_done": forms.NotDoneForm,
}


def next_step(state: CaseState) -> str:
    """Gives what is demanded now: one thing, and nothing after it can be done before it."""
    if not state.is_open:
        return "reopen"
    if state.is_screen_demanded and not state.could_not_screen:
        return "screen"
    if state.unread:
        return "read"
    if NOT_ACTED in may_dispose(state):
        return "act"
    if state.disposition:
        return "close"
    return "screen" if state.is_screen_demanded else "dispose"


class CasePage:
    """One case as a page shows it; a form that was refused is shown with what was typed, all others fresh."""

    def __init__(self, request: ClinicRequest, case: Case) -> None:
        self.request = request
        self.case = case

    @property
    def state(self) -> CaseState:
        """Gives the state."""
        return self.case.state

    @cached_property
    def texts(self) -> list[tuple[str, Any, str]]:
        """Gives what the patient wrote and nobody read."""
        return unread_words(self.request.acting, self.state)

    def status(self) -> dict[str, Any]:
        """Gives how the case stands; this part of the page is read anew whenever something happens."""
        case, at = self.case, self.request.at
        late = {each.key for each in case.late}
        return {
            "case": case,
            "patient": case.case.patient,
            "tier": words.tier_words(self.state.tier),
            "urgent": self.state.is_open and is_urgent(self.state),
            "dues": [due_words(each, late=each.key in late, at=at) for each in case.waits_for],
            "late": bool(late),
            "owner_why": str(words.OWNER_WHY[self.state.owner_why]) if self.state.owner_why else "",
            "mine": self.state.owner == str(self.request.acting.actor_id),
            "numbers": crisis_numbers(self.request.clinic),
            "may_act": self.request.acting.may(ACT),
            "step": next_step(self.state),
            "events": self.state.events,
        }

    def told(self) -> dict[str, Any]:
        """Gives the story; this part of the page is read anew too."""
        texts = {key: text for key, _at, text in self.texts}
        found = story(self.case.story, self.case.names, texts, problems=self.state.problems)
        return {"case": self.case, "story": found}

    def whole(self, refused: Mapping[str, Form]) -> dict[str, Any]:
        """Gives everything on the page."""
        found = {**self.status(), **self.told(), "refused": next(iter(refused), "")}
        found["plan"] = standing_plan(self.request.acting, self.case.case.patient_id)
        found["may_sign"] = self.request.acting.may(SIGN)
        if self.request.acting.may(ACT):
            found["forms"] = {name: refused.get(name) or self.form(name) for name in self._wanted()}
            found["reads"] = [(*each, refused.get(f"read:{each[0]}") or self.form("read")) for each in self.texts]
        found["lost"] = self._without_place(refused)
        found["reasons"] = words.reasons_words(may_close(self.state)) if self.state.is_open else ""
        found["needs_clinician"] = needs_clinician(self.state)
        found["compare_first"] = offer(scale(ASQ)) is Offer.COMPARE_FIRST
        return found

    def _without_place(self, refused: Mapping[str, Form]) -> Form | None:
        """Gives a refused form that the page has no place for any more, because the case moved on meanwhile."""
        places = {*self._wanted(), *(f"read:{each[0]}" for each in self.texts)}
        return next((form for name, form in refused.items() if name not in places), None)

    def _wanted(self) -> list[str]:
        if not self.state.is_open:
            return ["reopen"]
        screens = [name for name in SCREENS if name != "columbia_outcome" or self.has_columbia]
        return [*screens, "act", "owner", "dispose", "close"]

    @cached_property
    def has_columbia(self) -> bool:
        """Says whether the clinic recorded its permission for the Columbia form."""
        return offered(self.request.clinic.pk, COLUMBIA[0]) is not Offer.OFF

    def form(self, name: str, typed: QueryDict | None = None) -> Form:
        """Gives one of the forms, with what was typed into it."""
        if name == "asq":
            return forms.AsqForm(typed, text=scale(ASQ).texts["en"])
        if name in SCREENS:
            return SCREENS[name](typed)
        if name == "owner":
            return forms.OwnerForm(typed, able=able_members(self.request.clinic.pk))
        if name == "close":
            return self._close(typed)
        return SINGLE[name](typed)

    def _close(self, typed: QueryDict | None) -> Form:
        able = signers(self.request.acting, SIGN if needs_clinician(self.state) else ACT)
        return forms.CloseForm(typed, able=able, initial={"signer": own_place(self.request, able)})


SINGLE: Final[Mapping[str, type[forms.CaseForm]]] = {
    "act": forms.ActForm,
    "read": forms.ReadForm,
    "dispose": forms.DisposeForm,
    "reopen": forms.ReopenForm,
}


def known_heights(state: CaseState) -> dict[str, int]:
    """Gives the highest answer of each trigger about thoughts among the signs of a case: what could be signed as known.

    A sign of another kind is never known, and escalates whatever was signed.
    """
    found: dict[str, int] = {}
    for sign in state.signs:
        if sign.height is not None and sign.code in IDEATION_UP_TO:
            found[sign.code] = max(sign.height, found.get(sign.code, 0))
    return found
