"""What the refusals of orders say, and the words for choices, tiers and states."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

SENTENCES: Final[dict[str, Words]] = {
    "order_already_verified": _("This order is verified already. Nothing was changed."),
    "order_cosigner_not_prescriber": _("Only %(name)s, who gave this order, can sign it."),
    "order_figures_differ": _(
        "Stop: worked out again from the same order, %(figure)s comes out differently. The order was not verified."
        " Void it, write it anew, and tell your administrator."
    ),
    "order_impossible": _("This order cannot be signed. Mend what is marked below."),
    "order_in_use": _("A running drip has this order in force. Replace it: the drip must never be without an order."),
    "order_needs_no_cosign": _("This order does not wait for a signature. Nothing was changed."),
    "order_no_longer_computes": _(
        "Stop: this order cannot be worked out again (%(codes)s). It was not verified. Void it and write it anew."
    ),
    "order_not_read_back": _("Read the order back to the prescriber, then tick that it was confirmed."),
    "order_not_verified": _("This order is not verified. A second person has to verify it first."),
    "order_not_yours_to_void": _("Only a prescriber or whoever entered this order can void it."),
    "order_number_unread": _("This is not a number that can be read in one way. Type digits, for example 40 or 39.5."),
    "order_belongs_elsewhere": _("This order belongs to another patient. Nothing was changed."),
    "order_prescriber_missing": _("Choose the prescriber who gave the order."),
    "order_reason_missing": _("This dose needs a reason. Write it here."),
    "order_replacement_waits": _("A replacement of this order waits already. Verify it, or void it and write another."),
    "order_second_missing": _("This dose needs a second clinician. Let them choose their name and type their PIN."),
    "order_second_not_clinician": _("The second person has to be a nurse, a prescriber or the medical director."),
    "order_second_same_person": _("The second clinician has to be someone else. Nobody can be both."),
    "order_signature_differs": _("Stop: the signature does not belong to this text. Void the order and write it anew."),
    "order_signer_not_prescriber": _("Only a prescriber can sign an order. Choose one."),
    "order_taken_by_prescriber": _(
        "Whoever takes a spoken order is not the prescriber. The prescriber signs it instead."
    ),
    "order_taker_role": _("The policy of this clinic does not let this person take spoken orders."),
    "order_text_changed": _("Stop: the text of this order is not the text that was signed. Void it and write it anew."),
    "order_unknown": _("There is no such order here."),
    "order_verifier_differs": _(
        "This is not what the order comes to. Work it out again from the patient's weight and the vial."
        " If it stays different, do not draw up, and talk to the prescriber."
    ),
    "order_verifier_role": _("The policy of this clinic does not let this person verify orders."),
    "order_verifier_signed_it": _("Whoever gave the order cannot verify it. Ask a second person."),
    "order_verifier_took_it": _(
        "Whoever took this spoken order cannot verify it. Ask someone else; when only two people are in the building,"
        " the prescriber signs first."
    ),
    "order_void": _("This order was voided or replaced. Nothing was changed."),
    "order_void_reason_says_nothing": _("Say in a few words why, so that the next reader understands."),
    "order_weight_changed": _(
        "The patient was weighed again since: %(kg)s kg. Replace the order with one for this weight."
    ),
    "order_weight_too_old": _(
        "The weight is older than %(days)s days by now. Weigh the patient and replace the order."
    ),
    "order_weight_voided": _(
        "The weight that this order uses no longer stands. Weigh the patient and replace the order."
    ),
    "rate_bag_differs": _("Another bag hangs by now. Void this order and write one for the bag that hangs."),
    "rate_bag_of_other_order": _("The bag that hangs was made for another order. Only a full new order can change it."),
    "rate_drip_moved_on": _("The pump or the order was charted after these figures. Look at them again, then sign."),
    "rate_drip_not_running": _("The drip runs no more. There is no rate to change."),
    "rate_figures_old": _("These figures are more than five minutes old, and the drip ran on. Look again, then sign."),
    "rate_no_bag": _("No draw-up is on record for what hangs. Chart the draw-up, or write a full new order."),
    "rate_no_drip": _("No drip has this order in force. A change of rate is for a bag that hangs."),
    "rate_no_longer_fits": _(
        "The drip went on, and this change is no longer what was signed (%(codes)s). It was not verified."
        " Void it and write it anew."
    ),
    "rate_present_unknown": _("No rate is on record. Chart what the pump shows first."),
    "rate_reason_missing": _("Say in a few words why the rate changes. It stands in the record beside the order."),
    "rate_several_bags": _("More than one bag ran in this drip. Only a full new order can change it."),
    "policy_limits_contradict": _(
        "Limits in the policy contradict each other (%(key)s). A medical director has to mend it."
    ),
}

BASIS_WORDS: Final[dict[str, Words]] = {
    "actual": _("Actual weight"),
    "ideal": _("Ideal weight"),
    "adjusted": _("Adjusted weight"),
}
DILUENT_WORDS: Final[dict[str, Words]] = {
    "sodium_chloride_0_9": _("Sodium chloride 0.9 %"),
    "glucose_5": _("Glucose (dextrose) 5 %"),
    "water_for_injection": _("Water for injection"),
    "none": _("Nothing: not diluted"),
}
PREPARATION_WORDS: Final[dict[str, Words]] = {
    "made_up_to": _("Made up to"),
    "added_to": _("Added to a full bag of"),
}
PRIME_WORDS: Final[dict[str, Words]] = {"drug": _("The mixture"), "diluent": _("Fluid without drug")}
END_WORDS: Final[dict[str, Words]] = {"flush": _("Flushed in at the same rate"), "left_in_line": _("Left in the line")}
STATE_WORDS: Final[dict[str, Words]] = {
    "spoken": _("Spoken, not signed yet"),
    "signed": _("Signed, not verified yet"),
    "verified": _("Verified"),
    "replaced": _("Replaced"),
    "voided": _("Voided"),
}
TIER_WORDS: Final[dict[str, Words]] = {
    "ok": _("Usual: sign"),
    "needs_reason": _("Unusual: needs a reason"),
    "needs_second_clinician_and_reason": _("High risk: needs a reason and a second clinician"),
    "impossible": _("Cannot be signed like this"),
}
FIELD_WORDS: Final[dict[str, Words]] = {
    "": _("The order"),
    "weight": _("Weight"),
    "dose_mg_per_kg": _("Dose"),
    "duration_min": _("Duration"),
    "product": _("Vial"),
    "diluent": _("Diluent"),
    "preparation": _("Preparation"),
    "volume_ml": _("Volume"),
    "overfill_ml": _("Overfill"),
    "line_prime_ml": _("Line"),
    "prime_with": _("Line filled with"),
    "end_of_line": _("At the end"),
    "weight_basis": _("Dose by"),
    "weight_basis_reason": _("Why this weight"),
    "rate_ml_per_h": _("New rate"),
    "rest_min": _("The rest over"),
    "total_mg": _("Stop after"),
}
