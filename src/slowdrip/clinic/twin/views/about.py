"""What predictions are for, which models they rest on, and each model whole."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.twin.switch import is_on_in
from slowdrip.clinic.twin.told import all_models, line_of, model_lines


@staff_page("policy.see")
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows what predictions are for and whether they are on."""
    used = model_lines()
    names = {each.name for each in used}
    others = [line_of(each) for name, each in all_models().items() if name not in names]
    shown = {"on": is_on_in(request.clinic.pk), "used": used, "others": others}
    return render(request, "twin/about.html", shown)


@staff_page("policy.see")
@require_safe
def card(request: ClinicRequest, model: str) -> HttpResponse:
    """Shows one model: every number with unit, source and confidence, and where it holds."""
    found = all_models().get(model)
    if found is None:
        raise Http404
    links = {each.name: each for each in found.references}
    shown = {"model": found, "references": links, "spreads": found.variability}
    return render(request, "twin/card.html", shown)
