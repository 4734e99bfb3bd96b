"""Sentences for what the drip's actions refuse: what is wrong, and the fix."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register

SENTENCES: Final[dict[str, Sentence]] = {
    "no_such_infusion": _("This visit is not known here. Open it from the board."),
    "no_such_patient": _("This patient is not known here. Open the patient from the list."),
    "no_such_chair": _("This chair is not in use. Choose another."),
    "chair_taken": _("Chair %(chair)s is taken. Choose a free chair."),
    "chair_name_missing": _("Give the chair a name that fits on its card, such as 3 or Window."),
    "chair_name_taken": _("There is a chair %(chair)s already. Choose another name."),
    "chair_name_retired": _("Chair %(chair)s is retired and keeps its name. Take it into use again, or rename it."),
    "chair_in_use_keeps_name": _(
        "A visit is under way in chair %(chair)s, and help is called by that name. Rename it when the visit has ended, "
        "or move the patient first."
    ),
    "chair_in_use_stays": _(
        "A visit is under way in chair %(chair)s. Move the patient to another chair, or wait until the visit has ended."
    ),
    "already_in_chair": _("The patient is in chair %(chair)s already. Choose another chair."),
    "already_checked_in": _("This patient is already checked in."),
    "already_ended": _("This visit has already ended. Add a note instead."),
    "in_the_future": _("That time has not come yet. Type the time at which it happened."),
    "id_used_twice": _(
        "This was stored before with other content. Look at what happened; if this is another entry, save it again."
    ),
    "has_its_own_action": _("This step has its own button (%(kind)s) because it needs a signature or a gate."),
    "own_limit_too_high": _("At most %(bound)s: further out the call would come too late. Choose a lower limit."),
    "own_limit_too_low": _("At least %(bound)s: further out the call would come too late. Choose a higher limit."),
    "own_limits_none": _("The policy's limits are in force. Enter at least one limit."),
    "limits_before_check_in": _("Check the patient in first; limits belong to one drip."),
    "consent_not_withdrawn": _("Consent was not withdrawn, so there is nothing to renew."),
    "reason_missing": _("Say why, in a few words."),
    "no_such_event": _("This entry is not known here. Reload the page."),
    "void_needs_signature": _("This entry is signed. Whoever voids it signs that too: type the PIN."),
    "alarms_are_resolved_not_voided": _("An alarm is ended with a reason, not voided."),
    "monitor_is_released_not_voided": _("A monitor is paired or released at the chair, not voided."),
    "order_is_replaced_not_voided": _(
        "An order at the chair is replaced by another order, so that the drip is never without one."
    ),
    "move_is_made_back_not_voided": _("A move stays on the record. Move the patient back to the other chair instead."),
    "not_charted_again": _(
        "This entry keeps its time: it is signed or decided, or has its own form. Void it and enter it again."
    ),
    "call_still_waits": _("This call still waits. Answer it first, then give it its time."),
    "no_stop_to_explain": _("Only a stop of the pump has a reason like this. Reload the page."),
    "ended_before_run": _(
        "The pump ran after that time, so the visit had not ended. Type a later time, or void what was charted at the "
        "pump by mistake."
    ),
    "order_of_other_patient": _("This order is for another patient. Choose one of this patient's orders."),
    "order_already_in_force": _("This order is already in force."),
    "second_person_is_the_first": _("The second person must be somebody else. Let a second person enter their PIN."),
    "witness_is_the_waster": _("The witness must be somebody else. Let a second person enter their PIN."),
    "witness_role_not_allowed": _("This person may not witness waste here. Choose another witness."),
    "go_refused": _("These vital signs do not allow “go”. Measure again, or decide delay or cancel."),
    "not_ready": _("Not ready yet. The open gates are listed with their reasons."),
    "not_dischargeable": _("Not yet. The open gates are listed with their reasons."),
    "unknown_ending": _("Choose one of the endings."),
    "no_such_alarm": _("This alarm is not known here. Reload the page."),
    "alarm_already_resolved": _("This alarm has already ended."),
    "alarm_already_acknowledged": _("Somebody is already on it."),
    "advisory_needs_no_acknowledgement": _("An advisory ends by itself."),
    "resolve_reason_not_listed": _("Choose one of the reasons."),
    "on_call_away": _("This person is not in the building by the record. Let them come in first, or choose another."),
    "on_call_twice": _("The second call must be somebody else than the first."),
    "on_call_second_only": _("Choose who is called first, too."),
    "no_such_person": _("This person has no place in this clinic."),
    "unknown_kit_item": _("The list of kit items changed. Reload the page."),
    "captured_by_unknown": _(
        "Whoever tapped this has no right to chart in this clinic. Write down what it says, discard it and enter it "
        "yourself."
    ),
    "screen_changed_hands": _(
        "This screen changed hands: somebody else signed in on it. Nothing was entered. Reload the page, then enter it."
    ),
    "entry_unknown_kind": _("This kind of entry is not known. Reload the page."),
    "entry_unknown_field": _("This entry has a field that is not known. Reload the page."),
    "entry_missing": _("This is empty. Fill it in."),
    "entry_none_given": _("Nothing was entered. Enter at least one value."),
    "entry_given_together": _("These belong together: enter both, or neither."),
    "entry_must_be_below": _("This must be lower than the other number. Look at the monitor again."),
    "entry_not_a_whole_number": _("Type a whole number, for example 120."),
    "entry_out_of_range": _("This must be between %(low)s and %(high)s %(unit)s. Check for a slip of the finger."),
    "entry_not_a_number": _("Type a number, for example 0.5."),
    "entry_not_one_of": _("Choose one of the options."),
    "entry_not_text": _("Type words."),
    "entry_only_spaces": _("This is empty. Fill it in."),
    "entry_too_long": _("At most %(max_length)s characters fit. Shorten it."),
    "entry_not_yes_or_no": _("Choose yes or no."),
    "entry_not_a_time": _("Type a time, for example 14:05."),
    "entry_not_a_day": _("Type a day, for example 2026-03-14."),
    "entry_not_a_list": _("Choose from the list."),
    "entry_not_a_mapping": _("This entry is damaged. Reload the page."),
    "time_of_day_form": _("Type the time as 14:05."),
    "back_at_too_far": _("Give a time at most %(minutes)s min after the monitor came off."),
    "time_ahead": _("It is %(now)s now. Type the time at which it happened."),
    "too_fine": _("Steps of %(step)s %(unit)s are as fine as it goes. Round it."),
    "planned_in_past": _("That time is past. Choose a time today or later."),
    "patient_may_not_sign": _(
        "Nothing the patient signs counts from the start of a drip until %(hours)s h after it. "
        "Let the patient sign again before this drip starts."
    ),
    "strength_differs": _("This vial is labelled %(mg_per_ml)s mg/mL. Read the vial again."),
    "shift_open_already": _("A shift is open already. Close it first, or go on with it."),
    "shift_closed_already": _("This shift was closed before. Nothing was changed."),
    "shift_changed": _(
        "Something changed while you read: what is shown now is how it stands. Read it again, then sign. "
        "What you typed is still here."
    ),
    "shift_reason_missing": _("This is not whole. Say in a few words why it goes on like this."),
    "shift_chairs_not_held": _(
        "Nobody who stays holds chair %(chairs)s. Hand it over to somebody who stays, or mark its nurse as staying."
    ),
    "stays_not_here": _("Only who is in the building by the record can stay. Say under People who came in."),
    "hand_over_before_check_in": _("Nobody is in the chair yet. Whoever checks the patient in holds the chair."),
    "chair_without_nurse": _("Nobody holds this chair, so nobody can hand it over. Take the chair instead."),
    "handed_over_by_another": _(
        "Only whoever holds the chair hands it over, at their own screen or after their PIN. "
        "Without them, take the chair over and say why."
    ),
    "handed_to_oneself": _("The chair is already theirs. Let the nurse who takes it over sign."),
    "chair_held_already": _("This person holds the chair already."),
    "chair_changed_hands": _("The chair changed hands while you typed. Read again who holds it, then sign."),
    "take_over_needs_reason": _("Say in a few words why the chair is taken over without whoever holds it."),
    "task_closed": _("This task was closed before."),
    "task_closed_by_signing": _("This task ends with a signature. Open what it is about."),
    "task_closed_by_a_nurse": _("This chair has no nurse in the building. Take the chair over; that ends the task."),
    "outcome_missing": _("Write what was found and decided."),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)
