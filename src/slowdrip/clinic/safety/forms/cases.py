"""What is typed into a case."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.chart.words.names import Words
from slowdrip.clinic.safety.actions.concern import MOST_WORDS
from slowdrip.clinic.safety.case_words import DISPOSALS, OUTCOMES, TIERS, URGENCIES, WHAT
from slowdrip.clinic.safety.forms.fields import CHOOSE, EMPTY, When, Who, area, offered
from slowdrip.clinic.safety.texts import MOST_NOTE
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.knowledge.types.scales import ScaleText
from slowdrip.science.rules.risk_case import Tier
from slowdrip.science.rules.risk_case.tiers import ASQ, BY_OUTCOME, COLUMBIA

YES_NO: tuple[tuple[str, Words], ...] = (("1", _("Yes")), ("0", _("No")))
NOTHING_TAPPED = _("Nothing was answered. Tap the answers, or say below why it was not possible.")


class CaseForm(forms.Form):
    """A form of a case page; what is sent twice keeps its id, and `name` keeps its fields apart from other forms."""

    name: ClassVar[str] = ""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id=f"{self.name}_%s", **more)
        self.event_id = told_id(data if data is not None else QueryDict())


def _note(label: Any, *, required: bool, hint: Any = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_NOTE,
        widget=area(rows),
        error_messages=EMPTY,
        help_text=hint,
    )


def _keys(label: Any, words: Mapping[str, Words], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(words.items()),
        required=required,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


class AnswersForm(CaseForm):
    """Answers to the questions of a scale, as the patient gives them; at least one."""

    items: tuple[str, ...] = ()
    note = _note(_("Note"), required=False)

    def ask(self, labels: Mapping[str, Any], choices: Sequence[tuple[str, Words]]) -> None:
        """Adds a question per item, above the note."""
        self.items = tuple(labels)
        for item, label in labels.items():
            self.fields[item] = forms.ChoiceField(
                label=label, choices=list(choices), required=False, widget=forms.RadioSelect
            )
        self.order_fields([*labels, "note"])

    @property
    def questions(self) -> list[forms.BoundField]:
        """Gives the questions in their order."""
        return [self[item] for item in self.items]

    def clean(self) -> dict[str, Any]:
        """Refuses a form on which nothing was tapped."""
        told = super().clean() or {}
        if not any(told.get(item) for item in self.items):
            raise forms.ValidationError(NOTHING_TAPPED)
        return told

    def answers(self) -> dict[str, str]:
        """Gives what was tapped; a question without an answer is left out."""
        return {item: self.cleaned_data[item] for item in self.items if self.cleaned_data.get(item)}


class AsqForm(AnswersForm):
    """The questions of the ASQ in the words of its file."""

    name = "asq"

    def __init__(self, data: Any = None, *, text: ScaleText, **more: Any) -> None:
        super().__init__(data, **more)
        self.text = text
        yes_no = [(str(value), word) for value, word in sorted(text.answers["yes_no"].items(), reverse=True)]
        self.ask(text.items, [*yes_no, ("refused", _("Refused"))])

    @property
    def tool(self) -> str:
        """Gives the scale that was asked."""
        return ASQ


class ColumbiaForm(AnswersForm):
    """A Columbia form of the clinician's own, by the numbers of its questions: none of its words is ours to show."""

    name = "columbia"
    tool_of = forms.ChoiceField(
        label=_("Which form"),
        choices=[(COLUMBIA[0], _("past month")), (COLUMBIA[1], _("since the last contact"))],
        widget=forms.RadioSelect,
        initial=COLUMBIA[0],
        error_messages=CHOOSE,
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        numbered = {f"q{number}": _("Question %(number)s") % {"number": number} for number in range(1, 6)}
        behaviour = {"behaviour": _("Question 6"), "behaviour_3_months": _("Question 6, in the past 3 months")}
        self.ask({**numbered, **behaviour}, YES_NO)

    @property
    def tool(self) -> str:
        """Gives the form that was used."""
        return str(self.cleaned_data["tool_of"])

    def answers(self) -> dict[str, str]:
        """Gives the answers that the chosen form has a question for."""
        known = {item.name for item in scale(self.tool).items}
        return {item: told for item, told in super().answers().items() if item in known}


class ColumbiaOutcomeForm(CaseForm):
    """The outcome of a Columbia form, where the clinic recorded its permission."""

    name = "columbia_outcome"
    outcome = _keys(_("What the form says"), {code: OUTCOMES[code] for code in BY_OUTCOME[COLUMBIA[0]]})
    note = _note(_("Note"), required=False)


class JudgedForm(CaseForm):
    """A clinician's own judgement after a conversation, and on what it rests."""

    name = "judged"
    outcome = _keys(
        _("How high is the risk?"), {tier: TIERS[tier] for tier in (Tier.HIGH, Tier.MODERATE, Tier.LOW, Tier.NONE)}
    )
    note = _note(_("What you heard and saw"), required=True, rows=3)


class NotDoneForm(CaseForm):
    """Why nobody could screen; it counts as not settled, which is met like high risk."""

    name = "not_done"
    note = _note(
        _("It was not possible, because"),
        required=True,
        hint=_("This is met like high risk until somebody could screen."),
    )


class ActForm(CaseForm):
    """What was done."""

    name = "act"
    what = _keys(_("What was done?"), WHAT)
    note = _note(_("Note"), required=False, hint=_("With whom, by which number, what was agreed."))


class OwnerForm(CaseForm):
    """Who answers for the case."""

    name = "owner"
    owner = Who(label=_("Who answers for it"))

    def __init__(self, data: Any = None, *, able: Sequence[Membership], **more: Any) -> None:
        super().__init__(data, **more)
        offered(self, "owner", able)


class ReadForm(CaseForm):
    """What somebody thinks of what the patient wrote."""

    name = "read"
    concern = _keys(_("Is it a sign of risk?"), {"none": _("No sign of risk"), **URGENCIES})
    note = _note(_("Note"), required=False)

    @property
    def urgency(self) -> str:
        """Gives how urgent it is, nothing where it is no sign."""
        told = str(self.cleaned_data["concern"])
        return "" if told == "none" else told


class DisposeForm(CaseForm):
    """Where the case ends."""

    name = "dispose"
    disposal = _keys(_("Where does it end?"), DISPOSALS)
    note = _note(_("Note"), required=False, hint=_("Who does what next, and when."))


class ReopenForm(CaseForm):
    """Why a closed case is opened again."""

    name = "reopen"
    reason = forms.CharField(label=_("Why"), max_length=1000, error_messages=EMPTY)


class ConcernForm(CaseForm):
    """What worries somebody of the staff, and how much."""

    name = "concern"
    words = forms.CharField(label=_("What worries you?"), max_length=MOST_WORDS, widget=area(3), error_messages=EMPTY)
    urgency = _keys(_("How soon must somebody look?"), URGENCIES)


class CloseForm(SignForm):
    """The signature that closes a case."""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id="close_%s", **more)
        self.event_id = told_id(data if data is not None else QueryDict())


class KnownForm(SignForm):
    """Until when known thoughts are looked at again, and the signature."""

    review_by = When(label=_("Looked at again by"))
