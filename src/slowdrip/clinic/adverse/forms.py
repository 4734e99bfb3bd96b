"""What is typed about adverse events and tasks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.adverse.codes_words import ACTIONS, OUTCOMES, RELATIONS, RESULTS, SERIOUSNESS, SEVERITIES, SYMPTOMS
from slowdrip.clinic.adverse.texts import MOST_LINE, MOST_NOTE
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.lines import LONGEST_REASON
from slowdrip.clinic.record.steps import Proof
from slowdrip.science.rules.adverse.codes import (
    FINAL,
    Action,
    Outcome,
    Relation,
    Result,
    Seriousness,
    Symptom,
    Task,
)
from slowdrip.science.rules.adverse.codes import (
    RESULTS as RESULTS_OF,
)
from slowdrip.science.rules.adverse.events import Assessed, Closed, Opened, Settled

EMPTY = {"required": _("This is empty. Fill it in.")}
CHOOSE = {"required": _("Choose one of the options.")}


def keys(label: Any, words: Mapping[str, Words], *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    """Gives a choice of one as large keys."""
    return forms.ChoiceField(
        label=label,
        choices=[(str(code), word) for code, word in words.items()],
        required=required,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
        help_text=hint,
    )


def several_keys(label: Any, words: Mapping[str, Words], *, hint: Any = "") -> forms.MultipleChoiceField:
    """Gives a choice of several as large keys."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(code), word) for code, word in words.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
    )


def note(label: Any, *, required: bool = False, hint: Any = "") -> forms.CharField:
    """Gives a field for several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=EMPTY,
        help_text=hint,
    )


def moment(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateTimeField:
    """Gives a day and time in the clinic's own zone."""
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={**EMPTY, "invalid": _("Type day and time, for example 2026-03-10 14:30.")},
        help_text=hint,
    )


class MatterForm(forms.Form):
    """A form of a page with several; what is sent twice keeps its id, and `name` keeps its fields apart."""

    name: ClassVar[str] = ""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id=f"{self.name}_%s", **more)
        self.event_id = told_id(data if data is not None else QueryDict())


class JudgeForm(MatterForm):
    """How strong, how related, whether serious, and what was done."""

    name = "judge"
    severity = keys(_("How strong is it?"), SEVERITIES, hint=_("Plain words of our own, no grade of another system."))
    relation = keys(_("Related to the treatment?"), RELATIONS)
    seriousness = several_keys(
        _("Serious, because of"),
        SERIOUSNESS,
        hint=_("Nothing marked means not serious. Our own list, unverified: confirm it with your medical director."),
    )
    actions = several_keys(_("What was done"), ACTIONS)
    note = note(_("Note"))

    def judged(self) -> Assessed:
        """Gives what was typed."""
        told = self.cleaned_data
        return Assessed(
            severity=int(told["severity"]),
            relation=Relation(told["relation"]),
            seriousness=tuple(Seriousness(each) for each in told["seriousness"]),
            actions=tuple(Action(each) for each in told["actions"]),
            note=told["note"].strip(),
        )


class EventForm(JudgeForm):
    """A new adverse event with its first judgement."""

    name = "event"
    symptom = keys(_("What is it?"), SYMPTOMS)
    own_words = forms.CharField(
        label=_("In other words"), max_length=MOST_LINE, required=False, help_text=_("Needed for “something else”.")
    )
    onset = moment(_("Since when"))
    infusion = forms.ChoiceField(label=_("At or after which drip"), required=False)

    def __init__(self, data: Any = None, *, visits: Iterable[Infusion], **more: Any) -> None:
        super().__init__(data, **more)
        drips = [(str(visit.pk), _drip(visit)) for visit in visits]
        _offer(self, "infusion", [("", _("None of them")), *drips])
        first = ("symptom", "own_words", "onset", "infusion")
        self.order_fields([*first, "severity", "relation", "seriousness", "actions", "note"])

    def opened(self) -> Opened:
        """Gives what was typed about the event itself."""
        told = self.cleaned_data
        return Opened(symptom=Symptom(told["symptom"]), onset=told["onset"], own_words=told["own_words"].strip())

    def infusion_id(self) -> UUID | None:
        """Gives the drip that was chosen."""
        return UUID(self.cleaned_data["infusion"]) if self.cleaned_data["infusion"] else None


def _drip(visit: Infusion) -> str:
    return f"{visit.number} · {visit.planned_at:%Y-%m-%d}"


class LookForm(MatterForm):
    """How an open event stands."""

    name = "look"
    outcome = keys(
        _("How does it stand?"), {code: OUTCOMES[code] for code in (Outcome.NOT_RECOVERED, Outcome.RECOVERING)}
    )
    note = note(_("Note"))


class CloseForm(MatterForm):
    """How an event ended, and since when it is over."""

    name = "close"
    outcome = keys(_("How did it end?"), {code: word for code, word in OUTCOMES.items() if Outcome(code) in FINAL})
    offset = moment(_("Over since"), required=False, hint=_("Needed for “recovered”."))
    note = note(_("Note"))

    def closed(self) -> Closed:
        """Gives what was typed."""
        told = self.cleaned_data
        return Closed(outcome=Outcome(told["outcome"]), offset=told["offset"], note=told["note"].strip())


class SignedCloseForm(CloseForm, SignForm):
    """How an event that was serious ended, signed."""


class SignedJudgeForm(JudgeForm, SignForm):
    """A judgement of a serious event; the signature is needed where a reason is taken back."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["signer"].required = self.fields["pin"].required = False
        self.fields["signer"].help_text = _(
            "Only where a reason for “serious” is taken back: a prescriber or director."
        )

    def proof_if_signed(self, request: ClinicRequest) -> Proof | None:
        """Gives the proof where a PIN was typed; until a reason is taken back none is needed."""
        return self.proof(request) if self.cleaned_data["signer"] and self.cleaned_data["pin"] else None


class ReportForm(SignForm):
    """The signature under the report of a serious event."""


class ReasonForm(MatterForm):
    """Why something is opened again or voided."""

    name = "reason"
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, error_messages=EMPTY)


class SignedReasonForm(ReasonForm, SignForm):
    """Why an event that was serious is voided, signed."""


class SettleForm(MatterForm):
    """What came of a task."""

    name = "settle"
    result = keys(_("What came of it?"), {})
    referred_to = forms.CharField(label=_("Referred to"), max_length=MOST_LINE, required=False)
    note = note(_("In your words"), hint=_("What was found, or why. Only “clean” and “written down” say enough alone."))

    def __init__(self, data: Any = None, *, task: Task, **more: Any) -> None:
        super().__init__(data, **more)
        _offer_results(self, task)

    def settled(self) -> Settled:
        """Gives what was typed."""
        return _settled(self.cleaned_data)


class DecideForm(SignForm):
    """What a prescriber decides about a task, signed."""

    name = "settle"
    result = keys(_("What is decided?"), {})
    referred_to = forms.CharField(
        label=_("Referred to"),
        max_length=MOST_LINE,
        required=False,
        help_text=_("Whom, and on which day. Needed where treatment is held."),
    )
    note = note(_("Why"), hint=_("Needed where treatment goes on or is held, and where mania was found."))

    def __init__(self, data: Any = None, *, task: Task, **more: Any) -> None:
        super().__init__(data, auto_id="settle_%s", **more)
        self.event_id = told_id(data if data is not None else QueryDict())
        _offer_results(self, task)
        self.order_fields(["result", "referred_to", "note", "signer", "pin"])

    def settled(self) -> Settled:
        """Gives what was typed."""
        return _settled(self.cleaned_data)


def _offer_results(form: forms.Form, task: Task) -> None:
    _offer(form, "result", [(str(each), RESULTS[each]) for each in RESULTS_OF[task]])


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Words]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _settled(told: Mapping[str, Any]) -> Settled:
    return Settled(result=Result(told["result"]), note=told["note"].strip(), referred_to=told["referred_to"].strip())
