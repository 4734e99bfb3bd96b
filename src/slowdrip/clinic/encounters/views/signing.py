"""The pages that sign again: the second person's co-signature on a note, and the void of a note or a letter."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.accounts.signing import SignForm, own_place, signers
from slowdrip.clinic.encounters import actions, queries
from slowdrip.clinic.encounters.forms import CosignForm, VoidForm
from slowdrip.clinic.encounters.shown import shown_note
from slowdrip.clinic.encounters.steps import signatures_on
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.tenancy import tenant


@staff_page("drip.see", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def cosign(request: ClinicRequest, note: UUID) -> HttpResponse:
    """Takes a prescriber's co-signature; the author is not among those who can give it."""
    with tenant(request.clinic.pk):
        found = queries.note(request.acting, note)
        authors = queries.authors_of(found.note, signatures_on(found.note))
        able = signers(request.acting, "drip.decide", apart_from=authors)
        known = {"signer": own_place(request, able)}
        form = CosignForm(posted(request), able=able, initial=known)
    if not found.waits_for_cosign:
        messages.error(request, _("This note waits for no co-signature."))
        return _to(request, note)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _cosign(request, note, form)):
        messages.success(request, _("Co-signed."))
        return _to(request, note)
    return render_again(request, lambda: _page(request, found, form, "encounters/cosign.html"))


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def void(request: ClinicRequest, note: UUID) -> HttpResponse:
    """Asks for reason and PIN, and voids the note with its signatures."""
    with tenant(request.clinic.pk):
        found = queries.note(request.acting, note)
        able = signers(request.acting, "drip.decide" if found.cosigned_by else "drip.chart")
        form = VoidForm(posted(request), able=able, initial={"signer": own_place(request, able)})
    if found.void_reason:
        messages.error(request, _("This note was voided before."))
        return _to(request, note)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _void(request, note, form)):
        messages.success(request, _("Voided with its signatures. The note stays visible, struck through."))
        return _to(request, note)
    return render_again(request, lambda: _page(request, found, form, "encounters/void.html"))


def _cosign(request: ClinicRequest, note: UUID, form: CosignForm) -> None:
    proof = form.proof(request)
    actions.cosign_note(request.acting, note, outcome=_("co-signed"), proof=proof, at=request.at)


def _void(request: ClinicRequest, note: UUID, form: VoidForm) -> None:
    reason, proof = form.cleaned_data["reason"], form.proof(request)
    actions.void_note(request.acting, note, reason=reason, outcome=_("the note was voided"), proof=proof, at=request.at)


@staff_page("drip.chart", shows_patient=True)
@require_http_methods(["GET", "HEAD", "POST"])
@or_404
def void_letter(request: ClinicRequest, letter: UUID) -> HttpResponse:
    """Asks for reason and PIN, and voids the letter with its signature."""
    with tenant(request.clinic.pk):
        found = queries.letter(request.acting, letter)
        able = signers(request.acting, "drip.chart")
        form = VoidForm(posted(request), able=able, initial={"signer": own_place(request, able)})
    patient = found.letter.patient
    if found.void_reason:
        messages.error(request, _("This letter was voided before."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient.pk)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _void_letter(request, letter, form)):
        messages.success(request, _("Voided with its signature. The letter stays on the list, marked as void."))
        return redirect("people:patient", clinic=request.clinic.slug, patient_id=patient.pk)
    shows(request, patient.pk)
    context = {"patient": patient, "letter": found, "form": form}
    status = 422 if form.is_bound else 200
    return render_again(request, lambda: render(request, "encounters/void_letter.html", context, status=status))


def _void_letter(request: ClinicRequest, letter: UUID, form: VoidForm) -> None:
    reason, proof = form.cleaned_data["reason"], form.proof(request)
    actions.void_letter(request.acting, letter, reason=reason, proof=proof, at=request.at)


def _to(request: ClinicRequest, note: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("encounters:note", kwargs={"clinic": request.clinic.slug, "note": note}))


def _page(request: ClinicRequest, found: queries.Written, form: SignForm, template: str) -> HttpResponse:
    shows(request, found.note.patient_id)
    context = {"patient": found.note.patient, "note": shown_note(found), "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)
