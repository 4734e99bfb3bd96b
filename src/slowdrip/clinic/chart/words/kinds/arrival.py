"""Words for arrival: from the door to a decision to go, delay or cancel."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason


def checked_in(told: Telling) -> str:
    """Checked in, with chair, nurse and the policy that is pinned."""
    chair, version = told.text("chair"), told.text("policy_version")
    return joined(
        _("Checked in"),
        _("chair %(chair)s") % {"chair": chair} if chair else "",
        told.person("nurse"),
        _("policy version %(version)s") % {"version": version} if version else "",
    )


def chair_changed(told: Telling) -> str:
    """Which chair the patient moved to, and from which."""
    chairs = {"chair": told.text("chair"), "before": told.text("from_chair")}
    if chairs["before"]:
        return _("Moved from chair %(before)s to chair %(chair)s") % chairs
    return _("Moved to chair %(chair)s") % chairs


def identity_confirmed(told: Telling) -> str:
    """How the identity was confirmed, and who confirmed it too."""
    second = told.person("second_person")
    return joined(
        with_reason(_("Identity confirmed"), told.word("method")),
        _("second person %(name)s") % {"name": second} if second else "",
    )


def precheck(told: Telling) -> str:
    """Whatever was asked before the drip."""
    return with_reason(_("Asked before the drip"), *_fasting(told), *_escort(told), *_health(told), *_risk(told))


def _fasting(told: Telling) -> Iterator[str]:
    for name, words in (
        ("fasting_solid_since", _("last solid food %(time)s")),
        ("fasting_clear_liquid_since", _("last clear liquid %(time)s")),
    ):
        if time := told.clock(name):
            yield words % {"time": time}


def _escort(told: Telling) -> Iterator[str]:
    name, phone = told.text("escort_name"), told.text("escort_phone")
    if name or phone:
        yield with_reason(_("escort"), ", ".join(filter(None, (name, phone))))
    if told.yes("escort_seen"):
        yield _("escort seen")
    elif told.no("escort_seen"):
        yield _("escort not seen")


def _health(told: Telling) -> Iterator[str]:
    if test := told.word("pregnancy_test"):
        yield _("pregnancy test %(result)s") % {"result": test}
    for name, words in (("medicines", _("medicines %(state)s")), ("allergies", _("allergies %(state)s"))):
        if state := told.word(name):
            yield with_reason(words % {"state": state}, told.text(f"{name}_change"))
    if told.yes("new_illness"):
        yield with_reason(_("new illness"), told.text("new_illness_note"))
    elif told.no("new_illness"):
        yield _("no new illness")


def _risk(told: Telling) -> Iterator[str]:
    if answer := told.word("suicidality_before"):
        yield with_reason(_("suicidality"), answer)
    elif told.yes("suicidality_asked"):
        yield _("suicidality asked")
    elif told.no("suicidality_asked"):
        yield _("suicidality not asked")


def go_no_go(told: Telling) -> str:
    """The prescriber's decision with its reason."""
    again = told.clock("decide_again_at")
    return joined(
        with_reason(told.word("decision"), told.person("prescriber")),
        told.text("reason"),
        _("decide again at %(time)s") % {"time": again} if again else "",
    )


def consent_seen(told: Telling) -> str:
    """Which signed consent was seen."""
    version, day = told.text("version"), told.day("signed_on")
    return with_reason(
        _("Consent seen"),
        told.word("form"),
        _("version %(version)s") % {"version": version} if version else "",
        _("signed %(day)s") % {"day": day} if day else "",
    )


def consent_withdrawn(told: Telling) -> str:
    """The patient says no to the drip."""
    return with_reason(_("Consent withdrawn by the patient"), told.text("note"))


def consent_renewed(told: Telling) -> str:
    """The patient says yes again, before the start."""
    return with_reason(_("Consent given again"), told.text("note"))


SAID: Mapping[str, Callable[[Telling], str]] = {
    "checked_in": checked_in,
    "chair_changed": chair_changed,
    "identity_confirmed": identity_confirmed,
    "precheck": precheck,
    "go_no_go": go_no_go,
    "consent_seen": consent_seen,
    "consent_withdrawn": consent_withdrawn,
    "consent_renewed": consent_renewed,
}
