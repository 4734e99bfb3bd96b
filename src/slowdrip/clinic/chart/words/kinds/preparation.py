"""Words for preparation: the order in force, the line, the bag and the pump."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from slowdrip.clinic.chart.words.products import product_words
from slowdrip.clinic.chart.words.telling import Telling, joined, with_reason
from slowdrip.science.pharmacology.dosing import display


def order_attached(told: Telling) -> str:
    """The order in force with its figures."""
    seconds, draw, verifier = told.whole("duration_s"), told.ml("draw_volume_ul"), told.person("verified_by")
    version, minutes = told.whole("order_version") or 1, display.number(Fraction(seconds or 0, 60), places=1)
    return joined(
        _("Order in force: %(dose)s in %(volume)s at %(rate)s")
        % {"dose": told.mg("dose_ug"), "volume": told.ml("total_volume_ul"), "rate": told.rate()},
        _("%(minutes)s min") % {"minutes": minutes} if seconds else "",
        _("VTBI %(volume)s") % {"volume": told.ml("vtbi_ul")},
        _("draw %(volume)s") % {"volume": draw} if draw else "",
        _("verified by %(name)s") % {"name": verifier} if verifier else "",
        _("order %(number)s of this drip") % {"number": version} if version > 1 else "",
    )


def iv_site_placed(told: Telling) -> str:
    """Where the line is, and how many tries it took."""
    tries = told.whole("attempts")
    place = " ".join(filter(None, (told.word("side"), told.text("site"))))
    return with_reason(
        _("IV placed"),
        joined(
            ", ".join(filter(None, (place, told.text("gauge")))),
            ngettext("%(n)s attempt", "%(n)s attempts", tries) % {"n": tries} if tries else "",
        ),
    )


def iv_site_checked(told: Telling) -> str:
    """What the line looked like."""
    return with_reason(_("IV site checked"), told.word("finding"), told.text("note"))


def iv_site_removed(told: Telling) -> str:
    """The line is out."""
    return with_reason(_("IV out"), told.word("finding"), told.text("note"))


def drawn_up(told: Telling) -> str:
    """What was drawn from which vial into what, and who checked it."""
    strength, bag, second = told.whole("vial_ug_per_ml"), told.ml("bag_volume_ul"), told.person("second_person")
    return joined(
        _("Drawn up: %(volume)s of %(product)s into a %(container)s, vial read as %(strength)s mg/mL")
        % {
            "volume": told.ml("draw_volume_ul"),
            "product": product_words(told.text("product")),
            "strength": display.number(Fraction(strength or 0, 1000)),
            "container": told.word("container"),
        },
        _("lot %(lot)s, expires %(day)s") % {"lot": told.text("lot"), "day": told.day("expires_on")},
        _("label %(label)s") % {"label": told.text("label")},
        _("bag %(volume)s") % {"volume": bag} if bag else "",
        _("second person %(name)s") % {"name": second} if second else "",
    )


def bedside_check(told: Telling) -> str:
    """Who matched patient, label and pump."""
    label = told.text("label")
    people = _("%(one)s and %(other)s") % {"one": told.person("first_person"), "other": told.person("second_person")}
    return with_reason(_("Bedside check"), people, _("label %(label)s") % {"label": label} if label else "")


def pump_shows(told: Telling) -> str:
    """What the pump's display said."""
    pump = told.text("pump")
    return joined(
        _("Pump shows %(rate)s, VTBI %(volume)s") % {"rate": told.rate(), "volume": told.ml("vtbi_ul")},
        _("pump %(name)s") % {"name": pump} if pump else "",
    )


def ready_confirmed(told: Telling) -> str:
    """Who is in the building, and when the kit was checked."""
    kit = told.clock("rescue_kit_checked_at")
    return with_reason(
        _("Ready to start"),
        _("ACLS clinician %(name)s") % {"name": told.person("acls_clinician")},
        _("second person %(name)s") % {"name": told.person("second_person")},
        _("rescue kit checked %(time)s") % {"time": kit} if kit else "",
    )


SAID: Mapping[str, Callable[[Telling], str]] = {
    "order_attached": order_attached,
    "iv_site_placed": iv_site_placed,
    "iv_site_checked": iv_site_checked,
    "iv_site_removed": iv_site_removed,
    "drawn_up": drawn_up,
    "bedside_check": bedside_check,
    "pump_shows": pump_shows,
    "ready_confirmed": ready_confirmed,
}
