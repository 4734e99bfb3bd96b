"""One form per event kind, built from the kind's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.chart.forms.when import happened_at
from slowdrip.clinic.chart.units import stored_number
from slowdrip.clinic.chart.words.fields import field_hint, field_label, option_label
from slowdrip.clinic.chart.words.products import products
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.typed import typed_number
from slowdrip.clinic.record.words import explain
from slowdrip.science.infusion.events import KINDS, Field, FieldType, problems

YES_NO = (("yes", _("Yes")), ("no", _("No")))
LONG_TEXT = 300
CHOICES_AS_KEYS = 9


class EntryForm(forms.Form):
    """What is typed for one event; `payload` gives it in stored units."""

    kind: str = ""
    event_id: UUID | None = None
    skipped: frozenset[str] = frozenset()
    occurred = forms.CharField(
        label=_("When"),
        required=False,
        help_text=_("Empty means now. Type 14:05 if it happened earlier."),
        max_length=8,
    )

    def wanted(self) -> list[Field]:
        """Gives the event fields this form asks for."""
        return [one for one in KINDS[self.kind].fields if one.name not in self.skipped]

    def stored(self, *, at: datetime, zone: ZoneInfo) -> tuple[dict[str, Any], datetime] | None:
        """Gives payload and instant, or None after putting every problem at its field."""
        payload = self._payload()
        moment = self._moment(at=at, zone=zone)
        if self.errors or moment is None:
            return None
        for bad in problems(self.kind, payload):
            if bad.code == "missing" and bad.field in self.skipped:
                continue
            explain(self, Refused(f"entry_{bad.code}", field=bad.field, **dict(bad.params)))
        return None if self.errors else (payload, moment)

    def _payload(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in self.wanted():
            value = self.cleaned_data.get(one.name)
            if value in (None, ""):
                continue
            try:
                found[one.name] = _value(one, value)
            except Refused as refused:
                explain(self, refused)
        return found

    def _moment(self, *, at: datetime, zone: ZoneInfo) -> datetime | None:
        try:
            return happened_at(self.cleaned_data.get("occurred", ""), at=at, zone=zone)
        except Refused as refused:
            explain(self, refused)
            return None


def entry_form(
    kind: str, actor: Acting, *, skip: frozenset[str] = frozenset(), base: type[EntryForm] = EntryForm
) -> type[EntryForm]:
    """Gives the form class of an event kind; `skip` names fields that are signed or filled in elsewhere."""
    people = _people(actor) if any(one.type is FieldType.STAFF for one in KINDS[kind].fields) else []
    made = {one.name: _field(one, people) for one in KINDS[kind].fields if one.name not in skip}
    return type(f"{kind}_form", (base,), {**made, "kind": kind, "skipped": skip})


def _people(actor: Acting) -> list[tuple[str, str]]:
    rows = Membership.objects.visible_to(actor).filter(active=True).order_by("name")
    return [(str(row.actor_id), row.name) for row in rows]


def _field(one: Field, people: list[tuple[str, str]]) -> forms.Field:
    common: dict[str, Any] = {"label": field_label(one), "required": one.required, "help_text": field_hint(one)}
    if one.name == "product":
        return forms.ChoiceField(choices=[("", "–"), *products()], **common)
    if one.type is FieldType.BOOL:
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
    if one.type is FieldType.CHOICE:
        options = [(code, option_label(one.name, code)) for code in one.choices]
        return _choice(options, common)
    if one.type is FieldType.STAFF:
        return forms.ChoiceField(choices=[("", "–"), *people], **common)
    if one.type is FieldType.TIMESTAMP:
        return forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **common)
    if one.type is FieldType.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    return _typed(one, common)


def _choice(options: list[tuple[str, Any]], common: Mapping[str, Any]) -> forms.Field:
    if len(options) <= CHOICES_AS_KEYS:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", "–"), *options], **common)


def _typed(one: Field, common: Mapping[str, Any]) -> forms.Field:
    numeric = one.type in (FieldType.INTEGER, FieldType.DECIMAL)
    attrs = {"inputmode": "decimal" if numeric else "text", "autocomplete": "off"}
    long_text = not numeric and one.max_length > LONG_TEXT
    widget = forms.Textarea(attrs={"rows": 2}) if long_text else forms.TextInput(attrs=attrs)
    return forms.CharField(widget=widget, max_length=one.max_length or 24, **common)


def _value(one: Field, typed: Any) -> Any:
    if one.type is FieldType.BOOL:
        return typed == "yes"
    if one.type is FieldType.INTEGER:
        return stored_number(typed, one.name)
    if one.type is FieldType.DECIMAL:
        return typed_number(typed, field=one.name)
    return typed
