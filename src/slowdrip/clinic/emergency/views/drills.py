"""Drills: started from the day, tapped like an emergency, and kept apart from every patient."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.chart.tapping import told_at, told_id
from slowdrip.clinic.emergency import actions
from slowdrip.clinic.emergency.forms import EndDrillForm
from slowdrip.clinic.emergency.practised import drill_groups, summary_of
from slowdrip.clinic.emergency.queries import card_in_force, drill_steps, drills
from slowdrip.clinic.emergency.queries import drill as found_drill
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import said


@staff_page("board.see")
@require_safe
def listing(request: ClinicRequest) -> HttpResponse:
    """Lists the drills with their times, and starts one."""
    rows = drills(request.acting)
    steps = drill_steps(request.acting, [row.pk for row in rows])
    context = {
        "drills": [summary_of(row, steps[row.pk]) for row in rows],
        "drill_id": uuid7(),
        "may_open": request.acting.may("day.open"),
    }
    return render(request, "emergency/drills.html", context)


@require_POST
@staff_page("day.open")
@or_404
def begin(request: ClinicRequest) -> HttpResponse:
    """Starts a drill."""
    try:
        drill_id = UUID(request.POST.get("drill_id", ""))
    except ValueError:
        drill_id = uuid7()
    drill = actions.begin_drill(request.acting, place=request.POST.get("place", ""), at=request.at, drill_id=drill_id)
    return redirect("emergency:drill", clinic=request.clinic.slug, drill=drill.pk)


@staff_page("board.see")
@require_safe
@or_404
def page(request: ClinicRequest, drill: UUID) -> HttpResponse:
    """Shows a drill: clock and keys while it goes on, its times afterwards."""
    return _page(request, drill, EndDrillForm(people=_people(request)))


@require_POST
@staff_page("day.open")
@or_404
def tap(request: ClinicRequest, drill: UUID) -> HttpResponse:
    """Stores one tapped time."""
    return _done(
        request,
        drill,
        lambda: actions.drill_tap(
            request.acting,
            drill,
            request.POST.get("key", ""),
            at=request.at,
            occurred_at=told_at(request),
            step_id=told_id(request.POST),
        ),
    )


@require_POST
@staff_page("day.open")
@or_404
def void(request: ClinicRequest, drill: UUID) -> HttpResponse:
    """Takes back one tap."""
    try:
        step = UUID(request.POST.get("step", ""))
    except ValueError:
        return redirect("emergency:drill", clinic=request.clinic.slug, drill=drill)
    return _done(
        request,
        drill,
        lambda: actions.void_drill_step(request.acting, drill, step, reason="entered_by_mistake", at=request.at),
    )


@require_POST
@staff_page("day.open")
@or_404
def over(request: ClinicRequest, drill: UUID) -> HttpResponse:
    """Ends a drill with who took part."""
    with tenant(request.clinic.pk):
        found_drill(request.acting, drill)
        form = EndDrillForm(request.POST, people=_people(request))
    if not form.is_valid():
        return render_again(request, lambda: _page(request, drill, form, status=422))
    told = form.cleaned_data
    actions.end_drill(
        request.acting,
        drill,
        people=told["people"],
        note=told["note"],
        at=request.at,
        step_id=told_id(request.POST),
    )
    messages.success(request, _("The drill is over. Its times are below."))
    return redirect("emergency:drill", clinic=request.clinic.slug, drill=drill)


def _done(request: ClinicRequest, drill_id: UUID, do: Callable[[], None]) -> HttpResponse:
    try:
        do()
    except Refused as why:
        messages.error(request, said(why))
    return redirect("emergency:drill", clinic=request.clinic.slug, drill=drill_id)


def _people(request: ClinicRequest) -> list[str]:
    rows = Membership.objects.visible_to(request.acting).filter(active=True).order_by("name")
    return list(rows.values_list("name", flat=True))


def _page(request: ClinicRequest, drill_id: UUID, form: EndDrillForm, *, status: int = 200) -> HttpResponse:
    row = found_drill(request.acting, drill_id)
    steps = drill_steps(request.acting, [row.pk])[row.pk]
    context = {
        "drill": summary_of(row, steps),
        "groups": drill_groups(steps),
        "card": card_in_force(request.clinic.pk),
        "form": form,
        "step_id": uuid7(),
        "may_open": request.acting.may("day.open"),
    }
    return render(request, "emergency/drill.html", context, status=status)
