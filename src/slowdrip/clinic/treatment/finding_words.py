"""The sentences of findings: what is wrong or unusual in an order, with its numbers, and the fix."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from slowdrip.science.pharmacology.dosing import Finding
from slowdrip.science.pharmacology.dosing.display import number

from .words import BASIS_WORDS, Words

AGAINST_WORDS: Final[dict[str, Words]] = {
    "usual_mg_per_kg": _("the usual dose, %(reference)s mg/kg"),
    "last_mg_per_kg": _("this patient's last dose, %(reference)s mg/kg"),
    "last_dose_ug": _("this patient's last dose, %(reference_mg)s mg"),
    "ordered_ug": _("the ordered total, %(reference_mg)s mg"),
    "present_rate_ul_per_h": _("the rate it runs at, %(reference_ml_per_h)s mL/h"),
}

TYPED: Final[dict[str, Words]] = {
    "number_missing": _("Still empty. Type the number."),
    "product_missing": _("Choose the vial."),
    "not_a_choice": _("Choose one of the options."),
    "not_a_number": _("This is not a number. Type digits, for example 0.5."),
    "not_positive": _("This has to be more than nothing."),
    "out_of_scale": _("This number is far outside what a person can mean. Check it."),
    "finer_than_microlitre": _("No syringe measures this. Round it to 0.001 mL or coarser."),
    "exponent_typed": _("“%(typed)s” is written with an exponent. Type the number out."),
    "point_ambiguous": _("“%(typed)s” can be read as thousands. Type it without the zeros or without the point."),
    "comma_ambiguous": _("“%(typed)s” can be read in two ways. Type it without a comma."),
    "space_inside": _("“%(typed)s” has a space inside. Type one number."),
    "leading_zeros": _("“%(typed)s” starts with a zero. Is a point missing?"),
    "leading_zero_missing": _("“%(typed)s” needs its zero: %(likely)s. Without it the point is easily missed."),
    "digits_missing_after_point": _("“%(typed)s” ends with a point. Type %(likely)s, or what belongs after the point."),
    "sign_typed": _("Type the number without a plus: %(likely)s."),
    "too_many_digits": _("This has more than %(most)s digits before the point. Check it."),
    "too_many_decimals": _("This has more than %(most)s digits after the point. Round it."),
    "wrong_unit": _("“%(typed)s” is in another unit. This field is in %(expected)s."),
    "comma_read_as_point": _("Read as %(value)s."),
    "trailing_zero_dropped": _(
        "Read as %(value)s: a zero after the point is left out, because the point is easily missed."
    ),
}

WEIGHT: Final[dict[str, Words]] = {
    "in_the_future": _("The weight was taken in the future. Check the time of the measurement."),
    "stated_weight": _("This weight was stated, not measured. Weigh the patient: a stated weight cannot dose."),
    "weight_missing": _("There is no weight yet. Weigh the patient first."),
    "weight_reread_missing": _("First visit: a second person has to read the scale before this can be signed."),
    "weight_too_old": _(
        "The weight is %(age_days)s days old; the policy allows %(max_days)s. Weigh the patient again."
    ),
    "weight_outside_range": _("%(kg)s kg is outside %(min_kg)s to %(max_kg)s kg. Check number and unit, weigh again."),
    "weight_changed": _("The weight changed by %(change_pct)s %% from the last one, %(last_kg)s kg. Say why below."),
    "weight_changed_too_much": _(
        "The weight changed by %(change_pct)s %% from the last one, %(last_kg)s kg. One of the two is wrong:"
        " weigh again and void the wrong one."
    ),
    "weight_looks_like_pounds": _(
        "The weight looks like pounds entered as kilograms. Weigh again and void the wrong one."
    ),
    "weight_looks_converted_twice": _(
        "The weight looks converted from pounds twice. Weigh again and void the wrong one."
    ),
    "weight_tenfold": _("The weight is about ten times off the last one, %(last_kg)s kg. Void the wrong one."),
    "weight_impossible_for_height": _("Weight and height give a body-mass index of %(bmi)s. Check both."),
    "weight_unlikely_for_height": _("Weight and height give an unlikely body-mass index of %(bmi)s. Check both."),
    "height_outside_range": _("%(height_cm)s cm is outside %(min_cm)s to %(max_cm)s cm. Measure the height again."),
    "height_below_ideal_formula": _("At %(height_cm)s cm there is no ideal weight: the formula starts at 60 inches."),
    "basis_needs": _("%(basis_word)s needs the patient's %(missing)s. Enter it, or dose by actual weight."),
    "basis_needs_reason": _("%(basis_word)s needs a reason. Write it beside the choice."),
    "basis_not_allowed": _("The policy does not allow dosing by this weight."),
    "basis_above_actual": _("This doses for %(dosing_kg)s kg, more than the measured %(actual_kg)s kg."),
}

DOSE: Final[dict[str, Words]] = {
    "dose_impossibly_high": _("%(mg_per_kg)s mg/kg is above %(limit_mg_per_kg)s mg/kg. It cannot be signed here."),
    "dose_impossibly_low": _("%(mg_per_kg)s mg/kg is so little that micrograms were probably meant. Type mg/kg."),
    "dose_high": _(
        "%(mg_per_kg)s mg/kg is above %(limit_mg_per_kg)s mg/kg: a second clinician and a reason are needed."
    ),
    "dose_above_usual": _("%(mg_per_kg)s mg/kg is above %(limit_mg_per_kg)s mg/kg: give a reason."),
    "dose_below_usual": _("%(mg_per_kg)s mg/kg is below %(limit_mg_per_kg)s mg/kg: give a reason."),
    "amount_impossibly_high": _("%(dose_mg)s mg in one drip is above %(limit_mg)s mg. It cannot be signed here."),
    "tenfold_high": _("This is about ten times %(against_word)s. Check the point."),
    "tenfold_low": _("This is about a tenth of %(against_word)s. Check the point."),
    "thousandfold_high": _("This is about a thousand times %(against_word)s. Were micrograms meant?"),
    "thousandfold_low": _("This is about a thousandth of %(against_word)s. Were milligrams meant?"),
    "duration_outside_range": _("%(duration_min)s min is outside %(min_min)s to %(max_min)s min."),
    "duration_short": _("%(duration_min)s min is shorter than %(limit_min)s min: give a reason."),
    "duration_long": _("%(duration_min)s min is longer than %(limit_min)s min: give a reason."),
    "speed_high": _("%(mg_per_kg_per_h)s mg/kg/h is faster than %(limit_mg_per_kg_per_h)s mg/kg/h: give a reason."),
    "speed_impossibly_high": _(
        "%(mg_per_kg_per_h)s mg/kg/h is faster than %(limit_mg_per_kg_per_h)s mg/kg/h. Lengthen the drip."
    ),
}

MIXTURE: Final[dict[str, Words]] = {
    "product_conc_unlisted": _("A vial of %(conc_mg_per_ml)s mg/mL is not in the list."),
    "must_be_diluted": _("This vial is never given undiluted. Dilute it with at least %(least_ml)s mL."),
    "final_conc_too_high": _("%(mg_per_ml)s mg/mL is stronger than %(limit_mg_per_ml)s mg/mL. Use more fluid."),
    "final_conc_high": _("%(mg_per_ml)s mg/mL is stronger than %(limit_mg_per_ml)s mg/mL: give a reason."),
    "draw_too_small": _("%(exact_ml)s mL cannot be drawn. Use a weaker vial."),
    "volume_smaller_than_drug": _("The drug alone is %(draw_ml)s mL, more than the volume. Use a larger volume."),
    "diluent_missing": _("A diluent is needed here. Choose it."),
    "diluent_named_but_not_used": _("No room is left for the diluent. Use a larger volume."),
    "rounding_over_limit": _(
        "The draw of %(exact_ml)s mL can only be %(draw_ml)s mL, %(error_pct)s %% off; %(max_pct)s %% is allowed."
        " Use a weaker vial."
    ),
    "rate_error_over_limit": _(
        "The pump's steps put the rate %(error_pct)s %% off; %(max_pct)s %% is allowed. Change the volume."
    ),
    "delivery_error_over_limit": _(
        "The patient would get %(error_pct)s %% off; %(max_pct)s %% is allowed. Change the volume."
    ),
    "rate_below_pump": _("%(rate_ml_per_h)s mL/h is below what the pump takes (%(min_ml_per_h)s mL/h)."),
    "rate_above_pump": _("%(rate_ml_per_h)s mL/h is above what the pump takes (%(max_ml_per_h)s mL/h)."),
    "nothing_to_infuse": _("Nothing is left to infuse. Check the line and the volume."),
    "line_holds_all": _("The line (%(prime_ml)s mL) holds the whole mixture. Use a larger volume."),
    "line_keeps_drug": _("%(line_loss_pct)s %% of the drug stays in the line, above %(limit_pct)s %%: give a reason."),
    "line_keeps_too_much": _("%(line_loss_pct)s %% of the drug would stay in the line. Flush it, or use more volume."),
    "figures_disagree": _(
        "Two ways of working this out disagree (%(figure)s). It cannot be signed. Tell your administrator."
    ),
}

RATE: Final[dict[str, Words]] = {
    "rate_missing": _("Still empty. Type a new rate, or the minutes over which the rest is to run."),
    "rate_and_time_both": _("Type either the rate or the minutes, not both: the other follows. Clear one of them."),
    "rate_finer_than_pump": _("The pump takes rates in steps of %(step_ml_per_h)s mL/h. Round it."),
    "rate_nothing_left": _("Only %(left_ml)s mL are left to run by the record. There is nothing to change."),
    "rate_unchanged": _("It runs at %(rate_ml_per_h)s mL/h already, to the same total. Type what should change."),
    "rate_time_error_over_limit": _(
        "The pump's steps put the time %(error_pct)s %% off; %(max_pct)s %% is allowed. Type a rate instead."
    ),
    "rate_total_above_order": _(
        "%(total_mg)s mg is more than the %(ordered_mg)s mg that are ordered. More needs a full new order."
    ),
    "rate_total_given_already": _(
        "By the record %(given_mg)s mg are in already. Type more than that, or stop the pump and chart it."
    ),
    "rate_total_error_over_limit": _(
        "The pump's steps put the total %(error_pct)s %% off; %(max_pct)s %% is allowed. Type another total."
    ),
}

SENTENCES: Final[Mapping[str, Words]] = {**TYPED, **WEIGHT, **DOSE, **MIXTURE, **RATE}


class Numbers(dict[str, str]):
    """Parameters ready for a sentence; one that a finding does not carry leaves a gap instead of breaking the page."""

    def __missing__(self, name: str) -> str:
        return "–"


def sentence(finding: Finding) -> str:
    """Gives a finding in words."""
    words = SENTENCES.get(finding.code)
    if words is None:
        return str(_("This was noticed (%(code)s).") % {"code": finding.code})
    return str(words) % numbers(finding.params)


def numbers(params: Mapping[str, Any]) -> Numbers:
    """Gives the parameters as people read them: µL also as mL, µg as mg, hours as days, codes as words."""
    shown = Numbers({name: _plain(value) for name, value in params.items()})
    for name, value in params.items():
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            continue
        shown.update(_other_units(name, value))
    shown["basis_word"] = str(BASIS_WORDS.get(str(params.get("basis", "")), ""))
    shown["missing"] = {"height_cm": str(_("height")), "sex": str(_("sex for dosing"))}.get(
        str(params.get("missing")), ""
    )
    against = AGAINST_WORDS.get(str(params.get("against", "")))
    shown["against_word"] = str(against) % shown if against else ""
    return shown


def _plain(value: Any) -> str:
    return number(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)


def _other_units(name: str, value: int | Decimal) -> dict[str, str]:
    thousandth = number(Decimal(value) / 1000)
    if name.endswith("_ul_per_h"):
        return {f"{name.removesuffix('_ul_per_h')}_ml_per_h": thousandth}
    if name.endswith("_ul"):
        return {f"{name.removesuffix('_ul')}_ml": thousandth}
    if name.endswith("_ug"):
        return {f"{name.removesuffix('_ug')}_mg": thousandth}
    if name == "reference":
        return {"reference_mg": thousandth, "reference_ml_per_h": thousandth}
    return (
        {f"{name.removesuffix('_h')}_days": number(Decimal(value) / 24, places=1)} if name in ("age_h", "max_h") else {}
    )
