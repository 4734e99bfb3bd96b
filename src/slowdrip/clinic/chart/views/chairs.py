"""The chairs: a director adds one, renames it, retires it, takes it into use again."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.chart.chair_list import chair_list
from slowdrip.clinic.infusion import actions
from slowdrip.clinic.infusion.actions.chairs import LONGEST_NAME
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain


class ChairForm(forms.Form):
    """What a chair is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Short, as people call it across the room: 3, Window."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@staff_page("chairs.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def chairs(request: ClinicRequest) -> HttpResponse:
    """Lists the chairs and adds one."""
    if request.method != "POST":
        return _page(request, ChairForm())
    form = ChairForm(request.POST)
    return _done(request, form, lambda: actions.add_chair(request.acting, name=_name(form), at=request.at), None)


@require_POST
@staff_page("chairs.edit")
@or_404
def rename(request: ClinicRequest, chair: UUID) -> HttpResponse:
    """Gives a chair another name."""
    form = ChairForm(request.POST)
    return _done(
        request, form, lambda: actions.rename_chair(request.acting, chair, name=_name(form), at=request.at), chair
    )


@require_POST
@staff_page("chairs.edit")
@or_404
def retire(request: ClinicRequest, chair: UUID) -> HttpResponse:
    """Takes a chair out of use."""
    form = forms.Form(request.POST)
    return _done(request, form, lambda: actions.retire_chair(request.acting, chair, at=request.at), chair)


@require_POST
@staff_page("chairs.edit")
@or_404
def use_again(request: ClinicRequest, chair: UUID) -> HttpResponse:
    """Takes a retired chair into use again."""
    form = forms.Form(request.POST)
    return _done(request, form, lambda: actions.use_chair_again(request.acting, chair, at=request.at), chair)


def _name(form: forms.Form) -> str:
    return str(form.cleaned_data["name"])


def _done(request: ClinicRequest, form: forms.Form, change: Callable[[], Chair], about: UUID | None) -> HttpResponse:
    """Does the change and shows the chairs, or shows what to mend where it was typed."""
    if form.is_valid():
        try:
            said = _told(change())
        except Refused as why:
            explain(form, why)
        else:
            messages.success(request, said)
            return redirect("chart:chairs", clinic=request.clinic.slug)
    return render_again(request, lambda: _page(request, form, about=about))


def _told(chair: Chair) -> str:
    words = _("Chair %(chair)s is on the board.") if chair.in_use else _("Chair %(chair)s is retired.")
    return words % {"chair": chair.name}


def _page(request: ClinicRequest, form: forms.Form, *, about: UUID | None = None) -> HttpResponse:
    """Shows every chair; `about` names the one whose change was refused, none of them the one to be added."""
    lines = chair_list(request.acting, at=request.at)
    if about is not None and about not in {line.id for line in lines}:
        raise Chair.DoesNotExist
    context = {
        "used": [line for line in lines if line.in_use],
        "retired": [line for line in lines if not line.in_use],
        "form": form if about is None else ChairForm(),
        "about": about,
        "typed": form,
    }
    return render(request, "chart/chairs.html", context, status=422 if form.errors else 200)
