"""What staff types about answers: item numbers, a reason, a permission, and which forms a tablet shows."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.outcomes.entering import TOTAL, takes_total
from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.outcomes.offered import words_of
from slowdrip.clinic.outcomes.voiding import MOST_REASON
from slowdrip.knowledge.types.scales import Item, Scale

EMPTY = {"required": _("This is empty. Fill it in.")}
CHOOSE = {"required": _("Choose one of the options.")}
WAYS = [(Response.Way.STAFF.value, _("The patient said it")), (Response.Way.PAPER.value, _("From paper"))]


class EnterForm(forms.Form):
    """One small box for each item of a scale, how it came, and when the patient answered."""

    way = forms.ChoiceField(
        label=_("How it came"), choices=WAYS, widget=forms.RadioSelect, initial="staff", error_messages=CHOOSE
    )
    answered_at = forms.DateTimeField(
        label=_("When the patient answered"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={**EMPTY, "invalid": _("Type day and time, for example 2026-03-10 14:30.")},
    )

    def __init__(self, data: Any = None, *, scale: Scale, **more: Any) -> None:
        super().__init__(data, **more)
        self.items = [each for each in scale.items if each.assumed is None or words_of(scale) is None]
        words = words_of(scale)
        for number, item in enumerate(self.items, start=1):
            label = words.items.get(item.name, "") if words is not None else ""
            self.fields[item.name] = _box(f"{number}. {label}" if label else str(_("Item %s")) % number, item)
        if takes_total(scale):
            self.fields[TOTAL] = forms.CharField(label=_("Total, added up on paper"), max_length=8, required=False)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes of the items, in their order."""
        return [self[each.name] for each in self.items]

    @property
    def total(self) -> forms.BoundField | None:
        """The box for a total, where the scale takes one."""
        return self[TOTAL] if TOTAL in self.fields else None

    @property
    def typed(self) -> Mapping[str, str]:
        """What stands in the boxes."""
        names = [*(each.name for each in self.items), *([TOTAL] if TOTAL in self.fields else [])]
        return {name: self.cleaned_data.get(name, "") for name in names}


class VoidForm(forms.Form):
    """Why a response is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=MOST_REASON, error_messages=EMPTY)


class PermitForm(forms.Form):
    """Who allowed the clinic to use a scale, when, and for what."""

    scale = forms.ChoiceField(label=_("Form"), widget=forms.RadioSelect, error_messages=CHOOSE)
    given_by = forms.CharField(label=_("Given by"), max_length=120, error_messages=EMPTY)
    given_on = forms.DateField(
        label=_("Given on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**EMPTY, "invalid": _("Type a day, for example 2026-03-10.")},
    )
    scope = forms.CharField(
        label=_("For what"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}), error_messages=EMPTY
    )

    def __init__(self, data: Any = None, *, scales: list[Scale], **more: Any) -> None:
        super().__init__(data, **more)
        cast(forms.ChoiceField, self.fields["scale"]).choices = [(each.name, each.title) for each in scales]


class HandOutForm(forms.Form):
    """Which forms the tablet shows; none means all that is open now."""

    scales = forms.MultipleChoiceField(
        label=_("Forms to answer now"), widget=forms.CheckboxSelectMultiple, required=False, error_messages=CHOOSE
    )

    def __init__(self, data: Any = None, *, scales: list[Scale], **more: Any) -> None:
        super().__init__(data, **more)
        cast(forms.MultipleChoiceField, self.fields["scales"]).choices = [(each.name, each.title) for each in scales]


def _box(label: str, item: Item) -> forms.CharField:
    allowed = item.answers
    hint = f"{allowed.low} – {allowed.high}"
    box = forms.TextInput(attrs={"class": "enter__box", "autocomplete": "off", "data-high": str(allowed.high)})
    return forms.CharField(label=label, max_length=8, required=False, widget=box, help_text=hint)
