"""New versions: one value at a time, or a whole text."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.policy import queries
from slowdrip.clinic.policy.actions import change_value, propose
from slowdrip.clinic.policy.forms import TextForm, ValueForm
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.refusal import PolicyRefused
from slowdrip.clinic.policy.toml import as_toml
from slowdrip.clinic.policy.values import as_typed, named, unit_for
from slowdrip.clinic.policy.words import fix_of
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

Problems = tuple[tuple[str, str], ...]
"""What is wrong in a policy: key and fix."""

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@staff_page("policy.edit")
@require_http_methods(READ_AND_WRITE)
@or_404
def new(request: ClinicRequest) -> HttpResponse:
    """Takes a whole policy as TOML; refused with every problem at its key, the text stays in the box."""
    if request.method != "POST":
        start = as_toml(queries.policy_in_force(request.acting).policy)
        return _text_page(request, TextForm(initial={"text": start}))
    form = TextForm(request.POST, request.FILES)
    problems: Problems = ()
    if form.is_valid():
        form.data = {**request.POST.dict(), "text": form.cleaned_data["text"]}
        try:
            version = _proposed(request, form)
        except Refused as refused:
            problems = _explained(form, refused)
        else:
            return _stored(request, version)
    return render_again(request, lambda: _text_page(request, form, problems=problems, status=422))


def _proposed(request: ClinicRequest, form: TextForm) -> PolicyVersion:
    typed = form.cleaned_data
    name = typed["file"].name if typed.get("file") else "policy.toml"
    return propose(request.acting, typed["text"], comment=typed["comment"], at=request.at, name=name)


@staff_page("policy.edit")
@require_http_methods(READ_AND_WRITE)
@or_404
def change(request: ClinicRequest, version_id: UUID, key: str) -> HttpResponse:
    """Changes one value with a reason; the result is a draft until a director signs it."""
    with tenant(request.clinic.pk):
        base = queries.version(request.acting, version_id)
    try:
        leaf = named(queries.policy_of(base), key)
    except Refused as refused:
        raise PolicyVersion.DoesNotExist from refused
    form = ValueForm(request.POST or None, key=key, old=leaf.value, initial={"value": as_typed(leaf.value)})
    problems: Problems = ()
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            version = change_value(request.acting, base.pk, key, typed["value"], reason=typed["reason"], at=request.at)
        except Refused as refused:
            problems = _explained(form, refused)
        else:
            return _stored(request, version)
    content = {
        "form": form,
        "version": base,
        "key": key,
        "leaf": leaf,
        "old": as_typed(leaf.value),
        "unit": unit_for(key, leaf),
        "problems": problems,
        "returned": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render_again(request, lambda: render(request, "policy/change.html", content, status=status))


def _text_page(request: ClinicRequest, form: TextForm, *, problems: Problems = (), status: int = 200) -> HttpResponse:
    content = {"form": form, "problems": problems, "returned": status != 200}
    return render(request, "policy/new.html", content, status=status)


def _explained(form: TextForm | ValueForm, refused: Refused) -> Problems:
    explain(form, refused)
    if not isinstance(refused, PolicyRefused):
        return ()
    return tuple((problem.key, fix_of(problem)) for problem in refused.problems)


def _stored(request: ClinicRequest, version: PolicyVersion) -> HttpResponse:
    messages.success(
        request, _("Stored as version %(number)s, a draft until a director signs.") % {"number": version.number}
    )
    return redirect("policy:version", clinic=request.clinic.slug, version_id=version.pk)
