"""The list of patients."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.people.queries import patients


@staff_page("people.see", shows_patient=True)
@require_safe
def listing(request: ClinicRequest) -> HttpResponse:
    """Lists the clinic's patients, narrowed by name, MRN or birth date."""
    search = request.GET.get("q", "")
    found = patients(request.acting, search)
    shows(request, *(patient.pk for patient in found.patients))
    shown = {"found": found, "search": search, "may_edit": request.acting.may("people.edit")}
    return render(request, "people/list.html", shown)
