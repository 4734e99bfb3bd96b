"""Words for symptoms, help and medication."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason


def symptom_started(told: Telling) -> str:
    """A symptom began."""
    return _symptom(told, ", ".join(filter(None, (told.word("symptom"), told.word("grade")))))


def symptom_changed(told: Telling) -> str:
    """A symptom got better, worse, or an action."""
    grade = told.word("grade")
    words = _("%(symptom)s now %(grade)s") if grade else _("%(symptom)s, more about it")
    return _symptom(told, words % {"symptom": told.word("symptom"), "grade": grade})


def symptom_ended(told: Telling) -> str:
    """A symptom is over."""
    return _symptom(told, _("%(symptom)s gone") % {"symptom": told.word("symptom")})


def _symptom(told: Telling, what: str) -> str:
    return joined(what, *(told.word(name) for name in ("relation", "action", "seriousness")), told.text("note"))


def medication_given(told: Telling) -> str:
    """A medicine with its dose, route and why."""
    recheck = told.clock("recheck_due")
    dose = f"{told.number('dose')} {told.word('unit')}".strip()
    given = _("%(drug)s %(dose)s, %(route)s, for %(indication)s") % {
        "drug": told.text("drug"),
        "dose": " ".join(filter(None, (dose, told.text("dose_as_written")))),
        "route": told.word("route"),
        "indication": told.text("indication"),
    }
    return joined(given, _("re-check due %(time)s") % {"time": recheck} if recheck else "")


def help_called(told: Telling) -> str:
    """Somebody is called."""
    if told.text("who") == "nurse":
        return with_reason(_("The patient called the nurse"), told.text("note"))
    return with_reason(_("Help called"), told.word("who"), told.text("note"))


def help_coming(told: Telling) -> str:
    """Somebody answered the call."""
    if told.text("who") == "nurse":
        return with_reason(_("The nurse is on the way to the patient"), told.text("note"))
    return with_reason(_("Help on the way"), told.word("who"), told.text("note"))


def help_arrived(told: Telling) -> str:
    """Help is there."""
    if told.text("who") == "nurse":
        return with_reason(_("The nurse was with the patient"), told.text("note"))
    return with_reason(_("Help arrived"), told.word("who"), told.text("note"))


def handed_over(told: Telling) -> str:
    """Another person is in charge."""
    people = {"giver": told.person("from_person"), "taker": told.person("to_person")}
    return with_reason(_("Handed over from %(giver)s to %(taker)s") % people, told.text("note"))


def taken_over(told: Telling) -> str:
    """Another person took the chair without whoever held it."""
    people = {"giver": told.person("from_person"), "taker": told.person("to_person")}
    words = _("Taken over by %(taker)s without %(giver)s") if people["giver"] else _("Chair taken by %(taker)s")
    return with_reason(words % people, told.text("reason"))


def note(told: Telling) -> str:
    """A note, in its own words."""
    return with_reason(_("Note"), told.text("note"))


SAID: Mapping[str, Callable[[Telling], str]] = {
    "symptom_started": symptom_started,
    "symptom_changed": symptom_changed,
    "symptom_ended": symptom_ended,
    "medication_given": medication_given,
    "help_called": help_called,
    "help_coming": help_coming,
    "help_arrived": help_arrived,
    "handed_over": handed_over,
    "taken_over": taken_over,
    "note": note,
}
