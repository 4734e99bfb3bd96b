"""Words for closing: the bag counted, recovery scored, instructions given, and one true ending."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason
from slowdrip.science.infusion.events.closing import ALDRETE


def pump_read(told: Telling) -> str:
    """What the pump counted and what was left."""
    given, left = told.ml("pump_volume_ul"), told.ml("residual_ul")
    return with_reason(
        _("Pump and bag read"),
        _("pump gave %(volume)s") % {"volume": given} if given else "",
        _("%(volume)s left") % {"volume": left} if left else "",
    )


def wasted(told: Telling) -> str:
    """Drug thrown away, and who saw it."""
    label = told.text("label")
    return joined(
        _("Wasted %(volume)s from the %(container)s")
        % {"volume": told.ml("volume_ul"), "container": told.word("container")},
        _("label %(label)s") % {"label": label} if label else "",
        _("witness %(name)s") % {"name": told.person("witness")},
    )


def recovery_score(told: Telling) -> str:
    """The Aldrete items with their sum, and the gait."""
    words = {
        "activity": _("activity"),
        "respiration": _("respiration"),
        "circulation": _("circulation"),
        "consciousness": _("consciousness"),
        "saturation": _("saturation"),
    }
    points = {name: score for name in ALDRETE if (score := told.whole(name)) is not None}
    listed = ", ".join(f"{words[name]} {score}" for name, score in points.items())
    gait = told.word("gait")
    total = _("Aldrete %(sum)s of 10 (%(items)s)") % {"sum": sum(points.values()), "items": listed} if points else ""
    return joined(total, with_reason(_("Gait"), gait) if gait else "")


def suicidality_after(told: Telling) -> str:
    """The answer after the drip, and whether a clinician knows."""
    clinician = _("clinician told") if told.yes("clinician_told") else ""
    untold = _("clinician not told") if told.no("clinician_told") else ""
    return with_reason(_("Suicidality after the drip"), told.word("answer"), clinician, untold, told.text("note"))


def escort_seen(told: Telling) -> str:
    """The escort is here."""
    return with_reason(_("Escort here"), ", ".join(_person(told, "name", "relation", "phone")))


def instructions_given(told: Telling) -> str:
    """Instructions, and who signed for them."""
    version = told.text("version")
    receipt = _("escort signed the receipt") if told.yes("receipt_signed_by_escort") else _("no receipt by the escort")
    phone = _("phone number given") if told.yes("phone_number_given") else _("phone number not given")
    return with_reason(
        _("Instructions given"),
        told.text("escort_name"),
        receipt,
        phone,
        _("version %(version)s") % {"version": version} if version else "",
    )


def discharged(told: Telling) -> str:
    """Home, with whom and how."""
    escort = told.text("escort_name")
    return joined(
        _("Discharged"),
        _("with %(name)s") % {"name": escort} if escort else "",
        told.text("transport"),
        told.text("note"),
    )


def transferred_ems(told: Telling) -> str:
    """To hospital by EMS: why, where, to whom."""
    where, whom = told.text("destination"), told.text("handed_to")
    return joined(
        with_reason(_("Transferred by EMS"), told.text("reason")),
        _("to %(where)s") % {"where": where} if where else "",
        _("handed to %(whom)s") % {"whom": whom} if whom else "",
        told.text("note"),
    )


def left_against_advice(told: Telling) -> str:
    """Left although advised to stay."""
    witness = told.person("witness")
    return joined(
        _("Left against advice"),
        _("risks explained") if told.yes("risks_explained") else _("risks not explained"),
        _("witness %(name)s") % {"name": witness} if witness else "",
        told.text("note"),
    )


def left_unseen(told: Telling) -> str:
    """Left without being seen."""
    seen = told.clock("last_seen_at")
    reached = _("reached by phone") if told.yes("reached_by_phone") else ""
    missed = _("not reached by phone") if told.no("reached_by_phone") else ""
    return joined(
        _("Left unseen"), _("last seen %(time)s") % {"time": seen} if seen else "", reached, missed, told.text("note")
    )


def escort_never_came(told: Telling) -> str:
    """No escort, and what was arranged."""
    return joined(with_reason(_("Escort never came"), told.text("arrangement")), told.text("note"))


def not_started(told: Telling) -> str:
    """No drip today, and why."""
    return joined(with_reason(_("Not started today"), told.word("why")), told.text("note"))


def _person(told: Telling, *names: str) -> list[str]:
    return [text for text in map(told.text, names) if text]


SAID: Mapping[str, Callable[[Telling], str]] = {
    "pump_read": pump_read,
    "wasted": wasted,
    "recovery_score": recovery_score,
    "suicidality_after": suicidality_after,
    "escort_seen": escort_seen,
    "instructions_given": instructions_given,
    "discharged": discharged,
    "transferred_ems": transferred_ems,
    "left_against_advice": left_against_advice,
    "left_unseen": left_unseen,
    "escort_never_came": escort_never_came,
    "not_started": not_started,
}
