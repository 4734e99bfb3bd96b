"""What the refusals about patients say."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "birth_in_future": _("This day is still to come. Check the year."),
    "birth_too_early": _("This would make the patient %(years)s years old. Check the year."),
    "not_adult": _(
        "This would make the patient %(years)s years old. Slowdrip is for adults of %(least)s and over. Check the year."
    ),
    "mrn_form": _("An MRN has letters, digits, dots, slashes and hyphens, and starts with a letter or digit."),
    "mrn_taken": _("Another patient has this MRN. Check the number, or leave it empty to get the next one."),
    "patient_known": _(
        "A patient with this name and birth date is here already. Open that record, or confirm that this is "
        "another person."
    ),
    "patient_entered_in_error": _(
        "This patient was entered in error and taken back on %(day)s. Nothing new is planned or written here: open the"
        " right patient from the list."
    ),
    "changed_meanwhile": _(
        "Someone else changed this patient while the form was open. Your entries are below; compare them with"
        " the record and save again."
    ),
    "email_form": _("This is not an e-mail address. It needs a name, an @ and a domain, for example ana@example.org."),
    "phone_form": _("This is not a phone number. Use digits, spaces, +, ( ), - and, for an extension, “ext 12”."),
    "allergy_listed": _(
        "%(substance)s is on the list already. To change its reaction, void that line and add it again."
    ),
    "allergies_changed": _("The list changed while this page was open. Look at it again and then confirm it."),
    "medicine_listed": _(
        "%(substance)s is on the list already. If the dose changed, say that it is stopped and add it again."
    ),
    "medicine_not_listed": _("%(substance)s is no longer on the list: somebody stopped or voided it meanwhile."),
    "medicines_changed": _("The list changed while this page was open. Look at it again and then confirm it."),
    "nothing_measured": _("Type a weight, a height or both."),
    "taken_in_future": _("This time is still to come. Check the day and the time, or leave it empty for now."),
    "time_form": _("“%(typed)s” is not a date and time. Type it as 2025-03-09 14:30, or leave it empty for now."),
    "two_heights": _("Type the height in cm or in feet and inches, not both."),
    "inches_range": _("Inches run from 0 to under 12. Put whole feet into the box for feet."),
    "weight_out_of_range": _(
        "%(kg)s kg is outside %(low_kg)s to %(high_kg)s kg, the range of this clinic's policy. Check the "
        "number and the unit."
    ),
    "height_out_of_range": _(
        "%(cm)s cm is outside %(low_cm)s to %(high_cm)s cm, the range of this clinic's policy. Check the "
        "number and the unit."
    ),
    "looks_like_pounds": _(
        "%(kg)s kg looks like pounds: %(kg)s lb is %(if_pounds_kg)s kg, and the last weight was %(last_kg)s kg."
    ),
    "looks_like_kilograms": _(
        "%(kg)s kg looks like kilograms typed as pounds: that would be %(if_kilograms_kg)s kg, and the last "
        "weight was %(last_kg)s kg."
    ),
    "weight_changed": _("%(kg)s kg differs by %(percent)s %% from the last weight, %(last_kg)s kg."),
    "height_changed": _("%(cm)s cm differs by %(percent)s %% from the last height, %(last_cm)s cm."),
    "bmi_out_of_range": _(
        "%(kg)s kg at %(cm)s cm is a body-mass index of %(bmi)s, outside %(low)s to %(high)s. Check both."
    ),
    "stated_cannot_be_reread": _(
        "A stated value cannot be re-read. Measure it, then let a second person read the scale."
    ),
    "reread_by_same_person": _("The person who measured cannot also re-read. Ask a second person."),
    "already_reread": _("A second person re-read this value already."),
    "reread_differs": _("The two readings differ. Measure again, and void the wrong value."),
}
