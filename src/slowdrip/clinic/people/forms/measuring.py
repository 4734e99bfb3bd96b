"""The forms of weight and height: typed in the unit of the scale, read as whole grams and millimetres."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.clinic.people.actions import Reading
from slowdrip.clinic.people.models import Measurement
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.typed import typed_number
from slowdrip.clinic.record.words import said
from slowdrip.science.pharmacology.dosing.units import CM_PER_INCH, KG_PER_LB

MM_PER_CM, GRAMS_PER_KG, INCHES_PER_FOOT = 10, 1000, 12
TIME_FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
HOW_WORDS = [(Measurement.How.MEASURED, _("Measured here")), (Measurement.How.STATED, _("Stated by the patient"))]
UNIT_WORDS = [("kg", _("kg")), ("lb", _("lb"))]


def _number(label: Any, *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    empty = {"required": _("This is empty. Fill it in.")}
    return forms.CharField(label=label, required=required, widget=widget, error_messages=empty)


def _keys(label: Any, words: list[tuple[Any, Any]], first: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=words, initial=first, widget=forms.RadioSelect, required=False)


def grams_of(typed: str, unit: str, *, field: str) -> int:
    """Gives whole grams of a typed weight; the unit must be said."""
    if unit not in ("kg", "lb"):
        raise Refused("choose_one", field=field)
    number = Fraction(typed_number(typed, field=field))
    return round(number * GRAMS_PER_KG * (KG_PER_LB if unit == "lb" else 1))


def millimetres_of(typed_cm: str, feet: str, inches: str) -> int | None:
    """Gives whole millimetres of a height in cm or in feet and inches, or None when nothing was typed."""
    if typed_cm and (feet or inches):
        raise Refused("two_heights", field="height")
    if typed_cm:
        return round(Fraction(typed_number(typed_cm, field="height")) * MM_PER_CM)
    if not feet and not inches:
        return None
    whole_feet = typed_number(feet, field="height_ft")
    over_inches = typed_number(inches, field="height_in") if inches else Decimal(0)
    if over_inches >= INCHES_PER_FOOT or whole_feet != whole_feet.to_integral_value():
        raise Refused("inches_range", field="height_in")
    return round((Fraction(whole_feet) * INCHES_PER_FOOT + Fraction(over_inches)) * CM_PER_INCH * MM_PER_CM)


class MeasureForm(forms.Form):
    """A weight, a height or both, each measured or stated, with one time; an empty time is now."""

    weight = _number(_("Weight"))
    weight_unit = _keys(_("Unit"), UNIT_WORDS, "kg")
    weight_how = _keys(_("This weight was"), HOW_WORDS, Measurement.How.MEASURED)
    height = _number(_("Height"))
    height_ft = _number(_("or feet"))
    height_in = _number(_("and inches"))
    height_how = _keys(_("This height was"), HOW_WORDS, Measurement.How.MEASURED)
    taken_at = forms.CharField(
        label=_("Taken at"),
        required=False,
        help_text=_("Empty means now. Otherwise as 2025-03-09 14:30"),
        widget=forms.TextInput,
    )
    even_so = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, zone: str, at: datetime) -> None:
        super().__init__(data)
        self.zone, self.at = ZoneInfo(zone), at
        self.readings: list[Reading] = []

    def clean(self) -> dict[str, Any]:
        """Reads numbers and time; each that cannot be read is said at its field."""
        data = super().clean() or {}
        taken_at = self._read(lambda: self._time(data["taken_at"])) or self.at
        if data["weight"].strip():
            grams = self._read(lambda: grams_of(data["weight"], data["weight_unit"], field="weight"))
            self._keep(Measurement.Kind.WEIGHT_G, grams, data["weight_how"], taken_at)
        heights = [data[name].strip() for name in ("height", "height_ft", "height_in")]
        millimetres = self._read(lambda: millimetres_of(*heights))
        self._keep(Measurement.Kind.HEIGHT_MM, millimetres, data["height_how"], taken_at)
        if not self.readings and not self.errors:
            self._refuse(Refused("nothing_measured", field="weight"))
        return data

    def values(self) -> str:
        """Gives the mark of the values typed: a confirmation counts for the values it was given for."""
        return " ".join(f"{reading.kind}={reading.value}" for reading in self.readings)

    @property
    def accepted(self) -> frozenset[str]:
        """The doubts that were looked at and confirmed for exactly these values."""
        values, _bar, codes = self.cleaned_data["even_so"].partition("|")
        return frozenset(codes.split()) if codes and values == self.values() else frozenset()

    def _time(self, typed: str) -> datetime | None:
        if not typed.strip():
            return None
        for form in TIME_FORMS:
            try:
                return datetime.strptime(typed.strip(), form).replace(tzinfo=self.zone)
            except ValueError:
                continue
        raise Refused("time_form", field="taken_at", typed=typed)

    def _read(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Refused as refused:
            self._refuse(refused)
            return None

    def _refuse(self, refused: Refused) -> None:
        self.add_error(refused.field, said(refused))

    def _keep(self, kind: str, value: int | None, how: str, taken_at: datetime) -> None:
        if value is not None:
            self.readings.append(Reading(kind, value, how, taken_at))


class RereadForm(SignForm):
    """What the second person reads off the scale, in the unit it shows, and their PIN."""

    value = _number(_("What the scale shows"), required=True)
    unit = _keys(_("Unit"), UNIT_WORDS, "kg")
    field_order = ("value", "unit", "signer", "pin")

    def read(self, kind: str) -> int:
        """Gives the value in grams or millimetres."""
        typed = self.cleaned_data["value"]
        if kind == Measurement.Kind.WEIGHT_G:
            return grams_of(typed, self.cleaned_data["unit"], field="value")
        return round(Fraction(typed_number(typed, field="value")) * MM_PER_CM)
