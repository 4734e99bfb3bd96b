"""One tap, one event: pump, symptoms, scales, alarms, undo. Nothing asks twice; what was wrong is voided."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.chart.views.answers import answered, charted_line, saved, says_why
from slowdrip.clinic.chart.views.tapped import said_before, tapped
from slowdrip.clinic.chart.views.told import captured_by, chosen_id, told_at, told_id
from slowdrip.clinic.chart.views.voiding import to_signed_void
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.voids import BY_MISTAKE
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.charting import SYMPTOM_TAPS
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.queries import stored_event
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.tenancy import tenant


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def tap(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Stores one tapped event; the tablet made its id and its time, so a retry is not read as a second tap."""
    event_id = told_id(request.POST)
    with tenant(request.clinic.pk):
        known = stored_event(infusion, event_id)
        pressed = tapped(request.POST, infusion, at=told_at(request), known=known, now=request.at)
    draft = Draft(pressed.kind, pressed.payload, told_at(request), id=event_id)
    if not _stored(request, infusion, draft, by=captured_by(request)):
        return saved(request, infusion, said_before(pressed))
    when = known.occurred_at if known else draft.occurred_at
    line = charted_line(request, infusion, draft.id, draft.kind, pressed.told, occurred_at=when)
    return answered(request, infusion, line)


def _stored(request: ClinicRequest, infusion_id: UUID, draft: Draft, *, by: Acting | None) -> bool:
    if draft.kind in SYMPTOM_TAPS:
        return actions.chart_symptom(request.acting, infusion_id, draft, at=request.at, by=by)
    actions.chart(request.acting, infusion_id, [draft], at=request.at, by=by)
    return True


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def acknowledge(request: ClinicRequest, infusion: UUID, alarm: str) -> HttpResponse:
    """Says that somebody is at the chair."""
    actions.acknowledge(request.acting, infusion, alarm, at=request.at, event_id=told_id(request.POST))
    return saved(request, infusion, _("You are on it"))


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def resolve(request: ClinicRequest, infusion: UUID, alarm: str) -> HttpResponse:
    """Ends an alarm with the tapped reason."""
    reason = request.POST.get("reason", "")
    actions.resolve(request.acting, infusion, alarm, reason=reason, at=request.at, event_id=told_id(request.POST))
    return saved(request, infusion, _("Alarm ended: %(reason)s") % {"reason": code_words(reason)})


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def void(request: ClinicRequest, infusion: UUID, event: UUID) -> HttpResponse:
    """Voids an entry made by mistake; it stays visible, struck through. A signed one is voided over a PIN."""
    if (signed := to_signed_void(request, infusion, event)) is not None:
        return signed
    reason = request.POST.get("reason") or BY_MISTAKE
    actions.void_event(request.acting, event, reason=reason, at=request.at)
    return saved(request, infusion, _("Voided. The entry stays visible, struck through."))


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def ready(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Says that the drip is ready to start."""
    actions.confirm_ready(request.acting, infusion, at=request.at, event_id=told_id(request.POST))
    return saved(request, infusion, _("Ready to start"))


@require_POST
@staff_page("drip.chart")
@or_404
@says_why
def attach(request: ClinicRequest, infusion: UUID) -> HttpResponse:
    """Puts a verified order in force at this drip."""
    actions.attach_order(request.acting, infusion, chosen_id(request.POST.get("order", "")), at=request.at)
    return saved(request, infusion, _("Order attached"))
