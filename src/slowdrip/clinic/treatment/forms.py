"""The forms of orders. Numbers stay as typed; what they mean is read once, with the patient's facts beside them."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.accounts.signing import SignForm
from slowdrip.knowledge.catalogue import default_catalogue
from slowdrip.science.pharmacology.dosing.display import number

from .rate_typed import RateTyped, rate_typed_from
from .steps import LONGEST_REASON
from .typed import LONGEST, Typed, typed_from
from .vials import product_word
from .words import BASIS_WORDS, DILUENT_WORDS, END_WORDS, PREPARATION_WORDS, PRIME_WORDS, Words

NUMBER_KEYS: Final = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 40}


def _number(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput(attrs=dict(NUMBER_KEYS)), required=False, strip=False)


def _keys(label: Any, words: dict[str, Words]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(words.items()), widget=forms.RadioSelect, required=False)


def _vials() -> list[tuple[str, Words]]:
    return [("", _("Choose the vial")), *((each.name, product_word(each)) for each in default_catalogue().products)]


class OrderForm(forms.Form):
    """What a prescriber types; every text is kept as it is."""

    dose_mg_per_kg = _number(_("Ketamine base"))
    weight_basis = _keys(_("Dose by"), BASIS_WORDS)
    weight_basis_reason = forms.CharField(
        label=_("Why this weight"),
        required=False,
        max_length=LONGEST,
        help_text=_("Needed for ideal or adjusted weight: Devine, and ideal + 0.4 × the excess, unverified formulas."),
    )
    duration_min = _number(_("Over"))
    product = forms.ChoiceField(label=_("Vial"), choices=_vials, required=False)
    diluent = forms.ChoiceField(label=_("Diluent"), choices=list(DILUENT_WORDS.items()), required=False)
    preparation = _keys(_("The volume is"), PREPARATION_WORDS)
    volume_ml = _number(_("Volume"))
    overfill_ml = _number(_("Overfill of the bag"))
    line_prime_ml = _number(_("Line prime"))
    prime_with = _keys(_("The line is filled with"), PRIME_WORDS)
    end_of_line = _keys(_("What is in the line at the end is"), END_WORDS)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where a finding asks for one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            hint = f" id_{name}_helptext" if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"says-{name}{hint}"

    def typed(self) -> Typed:
        """Gives what was typed, letter by letter."""
        return typed_from(self.data)

    def reason_typed(self) -> str:
        """Gives the reason as typed."""
        return str(self.data.get("reason", "")).strip()


class RateForm(forms.Form):
    """Another rate for the bag that hangs; every text is kept as it is."""

    rate_ml_per_h = _number(_("New rate"))
    rest_min = _number(_("Or: let the rest run over"))
    total_mg = forms.CharField(
        label=_("Stop after, in total"),
        widget=forms.TextInput(attrs=dict(NUMBER_KEYS)),
        required=False,
        strip=False,
        help_text=_("Leave it empty to keep the ordered total."),
    )
    reason = forms.CharField(
        label=_("Why the rate changes"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            hint = f" id_{name}_helptext" if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"says-{name}{hint}"

    def typed(self) -> RateTyped:
        """Gives what was typed, letter by letter."""
        return rate_typed_from(self.data)

    def reason_typed(self) -> str:
        """Gives the reason as typed."""
        return str(self.data.get("reason", "")).strip()


class SecondForm(SignForm):
    """The second clinician, who agrees to this dose."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix="second", **kwargs)
        self.fields["signer"].label = _("Second clinician")
        self.fields["pin"].label = _("PIN of the second clinician")


class TakerForm(SignForm):
    """Whoever heard a spoken order, wrote it down and read it back."""

    read_back = forms.BooleanField(
        label=_("I read the whole order back and the prescriber confirmed it"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-keep-never": ""}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix="taker", **kwargs)
        self.fields["signer"].label = _("Order taken by")
        self.fields["pin"].label = _("PIN of whoever took it")


class PrescriberForm(SignForm):
    """The prescriber: signs with a PIN here, or spoke the order and signs it later."""

    def __init__(self, data: Any = None, *, spoke: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["pin"].required = not spoke
        self.fields["signer"].label = _("Prescriber")
        self.fields["pin"].label = _("PIN of the prescriber")


class VerifyForm(SignForm):
    """What the verifier worked out, and their PIN."""

    dose_mg = _number(_("Dose that you worked out"))
    rate_ml_per_h = _number(_("Pump rate that you worked out"))
    field_order = ("dose_mg", "rate_ml_per_h", "signer", "pin")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("dose_mg", "rate_ml_per_h"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Work it out and type the number.")


class RateVerifyForm(SignForm):
    """What the verifier of a change of rate worked out: the total, and the rate or the minutes that follow."""

    dose_mg = _number(_("Total from start to end that you worked out"))
    rate_ml_per_h = _number(_("Pump rate that you worked out"))
    rest_min = _number(_("Minutes left that you worked out"))
    field_order = ("dose_mg", "rate_ml_per_h", "rest_min", "signer", "pin")

    def __init__(self, data: Any = None, *, asks_for_rate: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        del self.fields["rate_ml_per_h" if asks_for_rate else "rest_min"]
        for name in self.fields.keys() & {"dose_mg", "rate_ml_per_h", "rest_min"}:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Work it out and type the number.")


class VoidForm(forms.Form):
    """Why an order ends."""

    reason = forms.CharField(label=_("Why"), required=False)


def usual_start(duration_min: int) -> Typed:
    """Gives the form as it starts: the policy's usual duration, nothing else assumed about dose and bag."""
    return Typed(duration_min=number(duration_min))
