"""The director's signature on a version, and drafts withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.policy import queries
from slowdrip.clinic.policy.actions import sign_policy, withdraw
from slowdrip.clinic.policy.forms import WithdrawForm
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain

from .reading import version_page


@staff_page("policy.see")
@require_POST
@or_404
def sign(request: ClinicRequest, version_id: UUID) -> HttpResponse:
    """Takes the director's PIN, on whoever's screen, and puts the version in force."""
    with tenant(request.clinic.pk):
        queries.version(request.acting, version_id)
        form = SignForm(request.POST, able=signers(request.acting, "policy.sign"))
    if form.is_valid():
        try:
            sign_policy(request.acting, version_id, form.proof(request), at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("Signed. This version is in force."))
            return redirect("policy:version", clinic=request.clinic.slug, version_id=version_id)
    return render_again(request, lambda: version_page(request, version_id, form=form, status=422))


@staff_page("policy.edit")
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def withdrawing(request: ClinicRequest, version_id: UUID) -> HttpResponse:
    """Withdraws a draft with a reason."""
    form = WithdrawForm(request.POST or None)
    if request.method != "POST":
        return _page(request, form, version_id)
    if form.is_valid():
        try:
            withdraw(request.acting, version_id, reason=form.cleaned_data["reason"], at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, _("The draft is withdrawn."))
            return redirect("policy:current", clinic=request.clinic.slug)
    return render_again(request, lambda: _page(request, form, version_id, status=422))


def _page(request: ClinicRequest, form: WithdrawForm, version_id: UUID, *, status: int = 200) -> HttpResponse:
    content = {"form": form, "version": queries.version(request.acting, version_id)}
    return render(request, "policy/withdraw.html", content, status=status)
