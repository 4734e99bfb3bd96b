"""What this app adds to other pages; while predictions are off it adds nothing and loads nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.chart import slots
from slowdrip.clinic.chart.ordered import Line
from slowdrip.clinic.chart.record import said
from slowdrip.clinic.chart.trend import behind
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.treatment import beside
from slowdrip.clinic.treatment.documents import changes_rate, read_document
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.twin.switch import is_on, is_on_in, was_on
from slowdrip.science.infusion import InfusionState, Phase


def at_the_chair(request: ClinicRequest, infusion: Infusion) -> SafeString:
    """Gives the place of the panel, which asks for itself: the chair opens without waiting for it."""
    if not is_on(infusion):
        return SafeString("")
    # Loaded here: it reads the model files. The trend of this page has their band.
    from slowdrip.clinic.twin.shown_models import note

    note(request, infusion)
    return SafeString(render_to_string("twin/parts/place.html", {"clinic": request.clinic, "infusion": infusion}))


def behind_the_trend(infusion: Infusion, state: InfusionState, at: datetime) -> behind.Behind | None:
    """Gives the band of systolic pressure while a drip runs and recovers."""
    if state.drip.started_at is None or state.phase is Phase.ENDED or not is_on(infusion):
        return None
    from slowdrip.clinic.twin.in_trend import bands_of

    return bands_of(infusion, state, at=at)


def on_the_order(request: ClinicRequest, order: Order) -> SafeString:
    """Gives the way to the comparison, for orders of a new bag."""
    if changes_rate(read_document(order.document)) or not is_on_in(order.clinic_id):
        return SafeString("")
    return SafeString(render_to_string("twin/parts/to_compare.html", {"clinic": request.clinic, "order": order}))


def in_the_record(infusion: Infusion) -> Iterable[Line]:
    """Gives which models could be seen at a drip."""
    if not was_on(infusion):
        return ()
    from slowdrip.clinic.twin.told import record_lines

    return record_lines(infusion)


def register_all() -> None:
    """Adds all of it."""
    slots.register_under_trend(at_the_chair)
    behind.register(behind_the_trend)
    beside.register(on_the_order)
    said.register(in_the_record)
