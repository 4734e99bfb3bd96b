"""The form of a patient's facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.people.facts import PatientFacts, facts_of, fingerprint
from slowdrip.clinic.people.models import Patient

EMPTY = _("This is empty. Fill it in.")
WORDED = ["%d %b %Y", "%d %B %Y", "%b %d %Y", "%b %d, %Y", "%B %d %Y", "%B %d, %Y"]
BIRTH_FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", *WORDED]
SEX_WORDS = [(Patient.Sex.FEMALE, _("Female")), (Patient.Sex.MALE, _("Male"))]


def _text(label: Any, *, required: bool = False, hint: Any = "", **attrs: Any) -> forms.CharField:
    """A text as typed; its length is judged by the action, so that nothing typed is cut."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attrs})
    messages = {"required": EMPTY}
    return forms.CharField(label=label, required=required, help_text=hint, widget=widget, error_messages=messages)


class PatientForm(forms.Form):
    """Everything written about a patient; `seen` and `even_so` carry what the person has looked at."""

    legal_given = _text(_("Legal given name"), required=True)
    legal_family = _text(_("Legal family name"), required=True)
    preferred_name = _text(_("Name to call them by"))
    birth_date = forms.DateField(
        label=_("Birth date"),
        help_text=_("Year-month-day, such as 1984-03-09, or 9 Mar 1984"),
        input_formats=BIRTH_FORMS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": EMPTY,
            "invalid": _("This is not a day of the calendar. Type it as year-month-day, such as 1984-03-09."),
        },
    )
    mrn = _text(_("MRN"), hint=_("Leave empty to get the next one"))
    sex_for_dosing = forms.ChoiceField(
        label=_("Sex for dosing"),
        choices=SEX_WORDS,
        widget=forms.RadioSelect,
        help_text=_("Used for the ideal-weight formula only"),
        error_messages={"required": _("Choose one: the ideal-weight formula needs it.")},
    )
    may_be_pregnant = forms.BooleanField(
        label=_("Could be pregnant: ask for a test before each infusion"), required=False
    )
    gender = _text(_("Gender, as told"))
    pronouns = _text(_("Pronouns"))
    language = _text(_("Language"), required=True)
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    emergency_name = _text(_("Emergency contact"))
    emergency_relation = _text(_("Relation"))
    emergency_phone = _text(_("Their phone"), inputmode="tel")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    even_so = forms.CharField(required=False, widget=forms.HiddenInput)

    refused_codes: tuple[str, ...] = ()
    known_person = ""

    def facts(self) -> PatientFacts:
        """Gives what was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "even_so")}
        return PatientFacts(**typed)

    def person(self) -> str:
        """Gives the mark of this name and birth date: a confirmation counts for the person it was given for."""
        data = self.cleaned_data
        return f"{data['legal_given']} {data['legal_family']} {data['birth_date']}".casefold()

    @property
    def is_another_person(self) -> bool:
        """Whether someone looked at the match and said that this is another person."""
        return bool(self.cleaned_data["even_so"]) and self.cleaned_data["even_so"] == self.person()


def filled(patient: Patient) -> dict[str, Any]:
    """Gives the form's first content from the record, with the mark of what was shown."""
    facts = facts_of(patient)
    return {**{name: getattr(facts, name) for name in facts.__slots__}, "seen": fingerprint(facts)}
