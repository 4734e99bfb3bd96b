"""The day: who is in the building, the rescue kit, who is planned, and tasks that wait."""

import json
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.board import ended_today, expected_today
from slowdrip.clinic.chart.chair_list import chair_names
from slowdrip.clinic.chart.on_call import places
from slowdrip.clinic.chart.opening import Opening, opening_of
from slowdrip.clinic.chart.sound_tests import tested_today
from slowdrip.clinic.chart.waiting import rendered as waiting_elsewhere
from slowdrip.clinic.chart.words.names import code_words
from slowdrip.clinic.chart.words.tasks import task_detail, task_words
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.day import KIT
from slowdrip.clinic.infusion.house import present_actors
from slowdrip.clinic.infusion.models import KitCheck
from slowdrip.clinic.infusion.queries import free_chairs, open_tasks
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain, said


@staff_page("board.see", shows_patient=True)
@require_safe
def day(request: ClinicRequest) -> HttpResponse:
    """Shows the day."""
    return day_page(request, opening_of(request))


def day_page(request: ClinicRequest, opening: Opening) -> HttpResponse:
    """Gives the page of the day, with the shift as it stands or as somebody tried to open it."""
    present = set(present_actors(request.clinic.pk, at=request.at))
    members = Membership.objects.visible_to(request.acting).filter(active=True).order_by("name")
    last = KitCheck.objects.visible_to(request.acting).current().order_by("-at").first()
    expected, ended = expected_today(request.acting, at=request.at), ended_today(request.acting, at=request.at)
    shows(request, *(line.infusion.patient_id for line in (*expected, *ended)), *opening.patient_ids)
    inside = [member for member in members if member.actor_id in present]
    outside = [member for member in members if member.actor_id not in present]
    context = {
        "opening": opening,
        "form": opening.form,
        "inside": inside,
        "people": [(member, opening.holds.get(str(member.actor_id), "")) for member in inside],
        "outside": [(member, opening.holds.get(str(member.actor_id), "")) for member in outside],
        "on_call": places(request.acting, members=members, present=present, at=request.at),
        "kit": [(name, code_words(name)) for name in KIT],
        "last_kit": last,
        "sound_tests": tested_today(request.acting, at=request.at),
        "expected": expected,
        "ended": ended,
        "chair_names": chair_names(request.acting),
        "may_open": request.acting.may("day.open"),
        "may_edit_chairs": request.acting.may("chairs.edit"),
    }
    bound = opening.form is not None and opening.form.is_bound
    return render(request, "chart/day.html", {**context, "returned": bound}, status=422 if bound else 200)


@require_POST
@staff_page("day.open")
def presence(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Says that somebody came in or left."""
    try:
        if request.POST.get("way") == "in":
            actions.arrive(request.acting, person, at=request.at)
        else:
            _say_left(request, actions.leave(request.acting, person, at=request.at))
    except Refused as why:
        messages.error(request, said(why))
    return redirect("chart:day", clinic=request.clinic.slug)


def _say_left(request: ClinicRequest, chairs: list[str]) -> None:
    """Whoever tapped hears at once which chairs have no nurse now."""
    if chairs:
        words = _("Saved as left. Without a nurse now: chair %(chairs)s. Somebody has to take over; each is a task.")
        messages.error(request, words % {"chairs": ", ".join(chairs)})


@require_POST
@staff_page("day.open")
def kit(request: ClinicRequest) -> HttpResponse:
    """Records the rescue kit, item by item."""
    check = actions.check_kit(request.acting, {name: request.POST.get(name) == "on" for name in KIT}, at=request.at)
    text = _("Rescue kit complete") if check.complete else _("Rescue kit saved as incomplete: nothing may start")
    messages.success(request, text)
    return redirect("chart:day", clinic=request.clinic.slug)


@staff_page("drip.chart", shows_patient=True)
@require_safe
def tasks(request: ClinicRequest) -> HttpResponse:
    """Shows the tasks that wait."""
    waiting = open_tasks(request.acting)
    shows(request, *(task.patient_id for task in waiting if task.patient_id))
    lines = [(task, task_words(task.kind), task_detail(json.loads(task.detail))) for task in waiting]
    return render(request, "chart/tasks.html", {"tasks": lines, "elsewhere": waiting_elsewhere(request)})


@require_POST
@staff_page("drip.chart")
@or_404
def close_task(request: ClinicRequest, task: UUID) -> HttpResponse:
    """Closes a task with what was found and decided."""
    try:
        actions.close_task(request.acting, task, outcome=request.POST.get("outcome", ""), at=request.at)
    except Refused as why:
        messages.error(request, said(why))
    return redirect("chart:tasks", clinic=request.clinic.slug)


class PlanForm(forms.Form):
    """When and where a patient's next drip is planned."""

    planned_at = forms.DateTimeField(
        label=gettext_lazy("Planned for"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    chair = forms.ChoiceField(label=gettext_lazy("Chair"), required=False)

    def __init__(self, data: object = None, *, actor: Acting, **kwargs: object) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]  # passed through as Django names them
        field = cast("forms.ChoiceField", self.fields["chair"])
        field.choices = [
            ("", gettext_lazy("No chair yet")),
            *((str(chair.pk), chair.name) for chair in free_chairs(actor)),
        ]


@staff_page("drip.expect", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def plan(request: ClinicRequest, patient: UUID) -> HttpResponse:
    """Plans a drip for a patient."""
    if request.method != "POST":
        return _plan_page(request, patient, PlanForm(actor=request.acting))
    with tenant(request.clinic.pk):
        form = PlanForm(request.POST, actor=request.acting)
    if form.is_valid() and _planned(request, patient, form):
        return redirect("chart:board", clinic=request.clinic.slug)
    return render_again(request, lambda: _plan_page(request, patient, form))


def _planned(request: ClinicRequest, patient_id: UUID, form: PlanForm) -> bool:
    when: datetime = form.cleaned_data["planned_at"]
    if when < request.at - timedelta(hours=12):
        explain(form, Refused("planned_in_past", field="planned_at"))
        return False
    chair = form.cleaned_data["chair"]
    try:
        actions.expect(
            request.acting, patient_id, planned_at=when, chair_id=UUID(chair) if chair else None, at=request.at
        )
    except Refused as why:
        explain(form, why)
        return False
    return True


def _plan_page(request: ClinicRequest, patient_id: UUID, form: PlanForm) -> HttpResponse:
    patient = Patient.objects.visible_to(request.acting).get(id=patient_id)
    shows(request, patient.pk)
    return render(request, "chart/plan.html", {"patient": patient, "form": form}, status=422 if form.is_bound else 200)
