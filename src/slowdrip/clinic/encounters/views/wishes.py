"""What a patient wishes at the chair: shown with its date, confirmed or changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.encounters import actions
from slowdrip.clinic.encounters.actions.wishing import Wished
from slowdrip.clinic.encounters.asked import asked_infusion
from slowdrip.clinic.encounters.forms import WishesForm
from slowdrip.clinic.encounters.queries import wishes_of
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant

FIELDS = ("comfort", "touch", "chaperone", "music")


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def page(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Starts from what was told last, and stores what is told now as a row of its own."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        infusion = asked_infusion(request, patient_id)
        last = wishes_of(request.acting, patient_id)
    known = {name: getattr(last, name) for name in FIELDS} if last is not None else {}
    form = WishesForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _store(request, patient_id, form)):
        messages.success(request, _("Saved with today's date."))
        return _back(request, patient_id, infusion)

    def again() -> HttpResponse:
        shows(request, patient.pk)
        context = {
            "patient": patient,
            "infusion": infusion,
            "last": last,
            "asked": any(known.values()),
            "form": form,
            "row_id": told_id(request.POST, "row_id"),
            "returned": form.is_bound,
        }
        return render(request, "encounters/wishes.html", context, status=422 if form.is_bound else 200)

    return render_again(request, again)


def _store(request: ClinicRequest, patient_id: UUID, form: WishesForm) -> None:
    wished = Wished(**{name: form.cleaned_data[name] for name in FIELDS})
    row_id = told_id(request.POST, "row_id")
    actions.set_wishes(request.acting, patient_id, wished, at=request.at, row_id=row_id)


def _back(request: ClinicRequest, patient_id: UUID, infusion: Infusion | None) -> HttpResponse:
    if infusion is not None:
        return redirect("chart:chair", clinic=request.clinic.slug, infusion=infusion.pk)
    return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient_id)
