"""Phone calls: the clinic's list, and the form for one, perhaps after a drip."""

from datetime import UTC
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import own_place, signers
from slowdrip.clinic.chart.tapping import told_id
from slowdrip.clinic.encounters import actions, queries
from slowdrip.clinic.encounters.asked import asked_infusion
from slowdrip.clinic.encounters.forms import OTHER_NUMBER, PhoneForm
from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.encounters.shown import shown_notes
from slowdrip.clinic.encounters.told import Call, Told
from slowdrip.clinic.infusion.drafts import Draft
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.queries import state_now
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.people.queries import contacts
from slowdrip.clinic.people.queries import patient as found_patient
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant


@staff_page("record.see", shows_patient=True)
@require_safe
def listing(request: ClinicRequest) -> HttpResponse:
    """Lists the clinic's phone calls, the newest first."""
    found = queries.calls(request.acting)
    shows(request, *(each.note.patient_id for each in found))
    return render(request, "encounters/calls.html", {"notes": shown_notes(found), "most": queries.MOST_LISTED})


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def write(request: ClinicRequest, patient_id: UUID) -> HttpResponse:
    """Takes a call with its signature; what was told about open symptoms of the visit goes onto the visit."""
    with tenant(request.clinic.pk):
        patient = found_patient(request.acting, patient_id)
        if (saved := _saved(request, patient)) is not None:
            messages.success(request, _("This call was saved before. Here is what was saved."))
            return redirect("encounters:note", clinic=request.clinic.slug, note=saved.pk)
        infusion = asked_infusion(request, patient_id)
        form = _form(request, patient, infusion)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _write(request, patient, infusion, form)):
        messages.success(request, _("Signed and saved."))
        if infusion is not None:
            return redirect("encounters:calls_due", clinic=request.clinic.slug)
        return redirect("encounters:notes", clinic=request.clinic.slug, patient_id=patient.pk)
    return render_again(request, lambda: _page(request, patient, infusion, form))


def _saved(request: ClinicRequest, patient: Patient) -> Note | None:
    """A saved call that comes again: it may have ended the symptom that the form would have to ask about."""
    if request.method != "POST":
        return None
    words = [request.POST.get(name, "").strip() for name in ("text", "advice")]
    return queries.saved_call(request.acting, patient.pk, told_id(request.POST, "row_id"), words=words)


def _form(request: ClinicRequest, patient: Patient, infusion: Infusion | None) -> PhoneForm:
    able = signers(request.acting, "drip.chart")
    known: dict[str, Any] = {"signer": own_place(request, able), "happened_at": request.at}
    if infusion is not None:
        known |= {"who": "clinic_called", "reason": "after_drip"}
    return PhoneForm(
        posted(request),
        able=able,
        initial=known,
        phones=[each for each in contacts(request.acting, patient) if each.kind == Contact.Kind.PHONE],
        symptoms=state_now(infusion.pk).open_symptoms if infusion is not None else (),
    )


def _write(request: ClinicRequest, patient: Patient, infusion: Infusion | None, form: PhoneForm) -> None:
    actions.write_note(
        request.acting,
        patient.pk,
        _told(form, infusion),
        proof=form.proof(request),
        at=request.at,
        note_id=told_id(request.POST, "row_id"),
        drafts=_drafts(form),
    )


def _told(form: PhoneForm, infusion: Infusion | None) -> Told:
    typed = form.cleaned_data
    call = Call(
        who=typed["who"],
        contact_id=UUID(typed["contact"]) if typed["contact"] not in ("", OTHER_NUMBER) else None,
        other_number=typed["contact"] == OTHER_NUMBER,
        reason=typed["reason"],
        reached=typed["reached"],
        advice=typed["advice"],
        follow_up=typed["follow_up"],
        symptoms=tuple(
            {"symptom": name, "course": course, "at": since.astimezone(UTC).isoformat()}
            for name, course, since in form.told_of()
        ),
    )
    return Told(
        text=typed["text"],
        happened_at=typed["happened_at"],
        infusion_id=infusion.pk if infusion is not None else None,
        needs_cosign=typed["needs_cosign"],
        call=call,
    )


def _drafts(form: PhoneForm) -> list[Draft]:
    """What is the same needs no entry: the note says that somebody asked."""
    drafts = []
    for name, course, since in form.told_of():
        if course == "ended":
            drafts.append(Draft("symptom_ended", {"symptom": name}, since))
        elif course != "same":
            drafts.append(Draft("symptom_changed", {"symptom": name, "grade": course}, since))
    return drafts


def _page(request: ClinicRequest, patient: Patient, infusion: Infusion | None, form: PhoneForm) -> HttpResponse:
    shows(request, patient.pk)
    context = {
        "patient": patient,
        "infusion": infusion,
        "form": form,
        "row_id": told_id(request.POST, "row_id"),
        "keep": f"call:{patient.pk}:{infusion.pk if infusion is not None else ''}",
        "returned": form.is_bound,
    }
    return render(request, "encounters/phone.html", context, status=422 if form.is_bound else 200)
