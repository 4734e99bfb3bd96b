"""The roster: who answers now, the next two weeks, their holes, and the keys that change it."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowdrip.clinic.accounts.queries import today_in
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.chart.staff_names import names_of
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said
from slowdrip.clinic.safety import roster_actions
from slowdrip.clinic.safety.asked import done
from slowdrip.clinic.safety.covering import day_after_day
from slowdrip.clinic.safety.forms.roster import ClosedForm, CoverForm, TurnForm
from slowdrip.clinic.safety.models import OnCallSpan
from slowdrip.clinic.safety.reaching import sends_mail, unreached
from slowdrip.clinic.safety.roster import able_members, closed_days, on_call, roster, standing_rows

CLOSED_AHEAD_DAYS = 400


@staff_page("board.see")
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows who answers now and in the next two weeks."""
    return _page(request, {})


@require_POST
@staff_page("roster.edit")
def add(request: ClinicRequest) -> HttpResponse:
    """Puts somebody on call; what is refused comes back on the page with all that was typed."""
    with tenant(request.clinic.pk):
        form = TurnForm(request.POST, able=able_members(request.clinic.pk))
    if form.is_valid() and done(form, lambda: _add(request, form)):
        messages.success(request, _("The roster is changed."))
        return redirect("safety:roster", clinic=request.clinic.slug)
    return render_again(request, lambda: _page(request, {"turn": form}))


def _add(request: ClinicRequest, form: TurnForm) -> None:
    typed, zone = form.cleaned_data, ZoneInfo(request.clinic.time_zone)
    times = day_after_day(typed["from_at"], typed["until_at"], days=typed["days"], zone=zone)
    row_id = told_id(request.POST, "row_id")
    place, at = typed["place"], request.at
    roster_actions.put_on_call(request.acting, typed["who"], place=place, times=times, at=at, row_id=row_id)


@staff_page("roster.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def cover(request: ClinicRequest, span: UUID) -> HttpResponse:
    """Lets somebody answer in another's stead; all of that one's time unless told otherwise."""
    with tenant(request.clinic.pk):
        row: OnCallSpan = OnCallSpan.objects.visible_to(request.acting).select_related("who").get(id=span)
        able = [each for each in able_members(request.clinic.pk) if each.actor_id != row.who_id]
    known = {"from_at": max(row.from_at, request.at.replace(second=0, microsecond=0)), "until_at": row.until_at}
    form = CoverForm(posted(request), able=able, initial=known)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _cover(request, row, form)):
        messages.success(request, _("The cover is written."))
        return redirect("safety:roster", clinic=request.clinic.slug)
    context = {"row": row, "form": form, "row_id": told_id(request.POST, "row_id"), "returned": form.is_bound}
    status = 422 if form.is_bound else 200
    return render_again(request, lambda: render(request, "safety/cover.html", context, status=status))


def _cover(request: ClinicRequest, row: OnCallSpan, form: CoverForm) -> None:
    typed, row_id = form.cleaned_data, told_id(request.POST, "row_id")
    since, until = typed["from_at"], typed["until_at"]
    roster_actions.cover(request.acting, row.pk, typed["who"], since=since, until=until, at=request.at, row_id=row_id)


@require_POST
@staff_page("roster.edit")
@or_404
def withdraw(request: ClinicRequest, span: UUID) -> HttpResponse:
    """Takes a span out of the roster."""
    try:
        roster_actions.withdraw(request.acting, span, at=request.at)
        messages.success(request, _("Withdrawn. Look whether the roster has a hole now."))
    except Refused as why:
        messages.error(request, said(why))
    return redirect("safety:roster", clinic=request.clinic.slug)


@require_POST
@staff_page("roster.edit")
def close_day(request: ClinicRequest) -> HttpResponse:
    """Says that the clinic is closed on a day."""
    form = ClosedForm(request.POST)
    if form.is_valid() and done(form, lambda: _close(request, form)):
        messages.success(request, _("Saved. Name somebody for that day too."))
        return redirect("safety:roster", clinic=request.clinic.slug)
    return render_again(request, lambda: _page(request, {"closed": form}))


def _close(request: ClinicRequest, form: ClosedForm) -> None:
    typed, today = form.cleaned_data, today_in(request.clinic, at=request.at)
    roster_actions.close_day(request.acting, typed["day"], typed["name"], today=today, at=request.at)


@require_POST
@staff_page("roster.edit")
@or_404
def open_day(request: ClinicRequest, closed: UUID) -> HttpResponse:
    """Says that the clinic is open on a day after all."""
    roster_actions.open_day_again(request.acting, closed, at=request.at)
    messages.success(request, _("Saved: the clinic is open on that day."))
    return redirect("safety:roster", clinic=request.clinic.slug)


def _page(request: ClinicRequest, forms: dict[str, Form]) -> HttpResponse:
    clinic, at = request.clinic, request.at
    labels = {UUID(key): label for key, label in names_of(clinic.pk).items()}
    able, today = able_members(clinic.pk), today_in(clinic, at=at)
    now = on_call(clinic.pk, at, members=able)
    context: dict[str, Any] = {
        "first": labels.get(now.first, "") if now.first else "",
        "backup": labels.get(now.backup, "") if now.backup else "",
        "now": now,
        "sends_mail": sends_mail(),
        "unreached": unreached(able),
        "roster": roster(clinic, at=at, names=labels),
        "rows": standing_rows(request.acting, at=at),
        "closed": closed_days(clinic.pk, since=today, days=CLOSED_AHEAD_DAYS),
        "may_edit": request.acting.may("roster.edit"),
        "form": forms.get("turn") or TurnForm(able=able, initial={"place": "first"}),
        "closed_form": forms.get("closed") or ClosedForm(),
        "row_id": told_id(request.POST, "row_id"),
        "returned": bool(forms),
    }
    return render(request, "safety/roster.html", context, status=422 if forms else 200)
