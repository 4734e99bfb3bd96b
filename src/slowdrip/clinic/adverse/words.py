"""Sentences for what is refused around adverse events and tasks."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.words import Sentence, register

SENTENCES: Final[dict[str, Sentence]] = {
    "no_such_matter": _("This does not exist here. Go back to the list."),
    "no_such_symptom": _("This symptom does not stand at the drip any more. Reload the page."),
    "adverse_in_future": _("This is still to come. Type a time that has passed."),
    "adverse_ends_first": _("It would end before it began. Type a later time."),
    "event_not_open": _("This was closed meanwhile. Open it again first, with a reason."),
    "event_not_assessed": _("Nobody judged it yet. Say how strong and how related it is, then close it."),
    "event_not_written": _("No adverse event was written since. Write it first, or say that nothing more is needed."),
    "outcome_not_final": _("With this outcome it goes on. Choose how it ended."),
    "death_not_assessed": _("A death is serious. Judge the event first and mark “death”."),
    "came_meanwhile": _("Something came in meanwhile: look again. Nothing of yours is saved yet."),
    "event_not_serious": _("This is no serious event, so there is no report to sign."),
    "matter_open": _("This is open already."),
    "other_task_open": _("A task of this kind is open for this patient. Go on there."),
    "answer_task_done": _("This was done meanwhile. Look at what came of it."),
    "task_is_ended_not_voided": _("A task is ended by what came of it. Write that instead."),
    "adverse_signer_not_prescriber": _("Only a prescriber decides this. Choose one as the signer."),
    "bladder_undecided": _(
        "Bladder symptoms persist, or blood was found. A prescriber first decides to go on or to hold, on the list "
        "“Adverse events”."
    ),
    "bladder_on_hold": _(
        "A prescriber holds treatment because of the bladder. Their decision to go on, on the list “Adverse events”, "
        "comes before a new order."
    ),
}


def register_all() -> None:
    """Adds this app's sentences."""
    register(SENTENCES)
