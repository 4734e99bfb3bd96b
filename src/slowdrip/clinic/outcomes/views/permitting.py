"""Which forms the clinic may use, and the record of who allowed it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, staff_page
from slowdrip.clinic.outcomes.forms import PermitForm
from slowdrip.clinic.outcomes.models import ScalePermission
from slowdrip.clinic.outcomes.offered import offers
from slowdrip.clinic.outcomes.permitting import record_permission, scales_that_need_it
from slowdrip.clinic.outcomes.shown import offer_lines
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import posted
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.record.words import explain


@staff_page("outcomes.permit")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ClinicRequest) -> HttpResponse:
    """Lists how each form may be used here, and takes a permission."""
    form = PermitForm(posted(request), scales=scales_that_need_it())
    if request.method != "POST":
        return _page(request, form)
    try:
        if form.is_valid():
            record_permission(request.acting, at=request.at, **form.cleaned_data)
            messages.success(request, _("Permission recorded. The form can be entered from now on."))
            return redirect("outcomes:permissions", clinic=request.clinic.slug)
    except Refused as refused:
        explain(form, refused)
    return render_again(request, lambda: _page(request, form, status=422))


def _page(request: ClinicRequest, form: PermitForm, *, status: int = 200) -> HttpResponse:
    with tenant(request.clinic.pk):
        rows = ScalePermission.objects.visible_to(request.acting).current().select_related("by").order_by("-at", "-id")
        shown = {"form": form, "given": list(rows), "lines": offer_lines(offers(request.clinic.pk))}
        return render(request, "outcomes/permissions.html", shown, status=status)
