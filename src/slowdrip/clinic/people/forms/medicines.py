"""Short forms: a medicine as told, and a later word about it."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.people.models import MedicineWord
from slowdrip.knowledge.interactions import classes, default_interactions, suggestions

from .small import NO_MEMORY, text_field

ONE = _("Choose one of the options.")
TODAY = [(MedicineWord.What.TAKEN, _("Taken today")), (MedicineWord.What.NOT_TAKEN, _("Not taken today"))]


class Suggesting(forms.TextInput):
    """A text input that offers the names of the table of interactions and takes any other."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Gives the input and its list of names."""
        offered = f"{name}-known"
        names = format_html_join("", '<option value="{}">', ((each,) for each in suggestions(default_interactions())))
        typed = super().render(name, value, {**(attrs or {}), "list": offered}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', typed, offered, names)


def _classes() -> list[tuple[str, Any]]:
    return [
        ("", _("None of these, or not sure")),
        *((each.name, each.called) for each in classes(default_interactions())),
    ]


class MedicineForm(forms.Form):
    """A medicine that the patient takes, as told."""

    substance = text_field(
        _("Medicine"), hint=_("The active substance; herbs and juices count too"), widget=Suggesting(NO_MEMORY)
    )
    belongs_to = forms.ChoiceField(
        label=_("It is one of the"),
        required=False,
        choices=_classes,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": ONE},
        help_text=_("What is known of the group is shown for this medicine too"),
    )
    dose = text_field(_("Dose"), required=False, hint=_("As told: 1 mg at night"))
    since = text_field(_("Since"), required=False, hint=_("As told: “since 2019”, “for weeks”"))
    taken = forms.ChoiceField(
        label=_("Today"),
        required=False,
        choices=[("", _("Not asked")), *TODAY],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": ONE},
    )


def _said(choices: list[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What the patient says"),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": ONE, "invalid_choice": ONE},
    )


class MedicineTodayForm(forms.Form):
    """Whether a medicine on the list was taken today."""

    what = _said(TODAY)


class MedicineWordForm(forms.Form):
    """What the patient says now about a medicine on the list, also that it is no longer taken."""

    what = _said([*TODAY, (MedicineWord.What.STOPPED, _("No longer takes it"))])
