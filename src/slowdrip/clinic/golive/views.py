"""The pages of an import: parse, permit, render; the actions decide."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, render_again, shows, staff_page
from slowdrip.clinic.golive import actions
from slowdrip.clinic.golive.example import EXAMPLE, FILE_NAME
from slowdrip.clinic.golive.forms import ConfirmForm, UndoForm, UploadForm
from slowdrip.clinic.golive.models import GoLiveBatch
from slowdrip.clinic.golive.previewing import cases_of, leaving, preview, recent
from slowdrip.clinic.golive.reading import MOST_BYTES
from slowdrip.clinic.golive.steps import PERMISSION
from slowdrip.clinic.golive.words import columns_shown
from slowdrip.clinic.record.missing import or_404
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.sent import done, posted
from slowdrip.clinic.record.words import explain, said

READ_AND_WRITE = ["GET", "HEAD", "POST"]


@staff_page(PERMISSION)
@require_http_methods(READ_AND_WRITE)
def batches(request: ClinicRequest) -> HttpResponse:
    """Takes a table, and lists what was uploaded before."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method != "POST":
        return _batches_page(request, form)
    if form.is_valid():
        try:
            content = form.content(most=MOST_BYTES)
            batch = actions.upload_batch(request.acting, content, name=form.cleaned_data["file"].name, at=request.at)
        except Refused as refused:
            explain(form, refused)
        else:
            return redirect("golive:batch", clinic=request.clinic.slug, batch=batch.pk)
    return render_again(request, lambda: _batches_page(request, form, status=422))


def _batches_page(request: ClinicRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    shown = {"form": form, "recent": recent(request.acting), "columns": columns_shown()}
    return render(request, "golive/batches.html", shown, status=status)


@staff_page(PERMISSION)
@require_safe
def example(request: ClinicRequest) -> HttpResponse:
    """Gives an example to start from: invented people under all headings."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(EXAMPLE.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@staff_page(PERMISSION, shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def batch(request: ClinicRequest, batch: UUID) -> HttpResponse:
    """Shows what a table would do, or what it did; takes the decision to import it."""
    form = ConfirmForm(posted(request))
    if request.method != "POST":
        return _batch_page(request, batch, form)
    if form.is_valid() and done(form, lambda: _confirmed(request, batch, form)):
        return redirect("golive:batch", clinic=request.clinic.slug, batch=batch)
    return render_again(request, lambda: _batch_page(request, batch, form, status=422))


def _confirmed(request: ClinicRequest, batch_id: UUID, form: ConfirmForm) -> None:
    typed = form.cleaned_data
    found = actions.confirm_batch(
        request.acting, batch_id, seen=typed["seen"], leave_out=typed["leave_out"], at=request.at
    )
    told = ngettext("%(count)s patient was imported.", "%(count)s patients were imported.", found.imported)
    messages.success(request, told % {"count": found.imported})


def _batch_page(request: ClinicRequest, batch_id: UUID, form: ConfirmForm, *, status: int = 200) -> HttpResponse:
    found: GoLiveBatch = _one(request, batch_id)
    if found.confirmed_at is not None or found.discarded_at is not None:
        told = {"batch": found, "form": form, "cases": cases_of(request.acting, found)}
        return render(request, "golive/result.html", told, status=status)
    would = preview(request.acting, found, at=request.at)
    shows(request, *would.here)
    return render(request, "golive/preview.html", {"batch": found, "told": would, "form": form}, status=status)


@staff_page(PERMISSION)
@require_POST
@or_404
def discard(request: ClinicRequest, batch: UUID) -> HttpResponse:
    """Throws a table away that was not imported."""
    try:
        actions.discard_batch(request.acting, batch, at=request.at)
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect("golive:batch", clinic=request.clinic.slug, batch=batch)
    messages.success(request, _("Discarded. Nothing was imported."))
    return redirect("golive:batches", clinic=request.clinic.slug)


@staff_page(PERMISSION, shows_patient=True)
@require_http_methods(READ_AND_WRITE)
@or_404
def undo(request: ClinicRequest, batch: UUID) -> HttpResponse:
    """Shows who would go and who stays, each with why; takes the reason."""
    form = UndoForm(posted(request))
    if request.method != "POST":
        return _undo_page(request, batch, form)
    if form.is_valid() and done(form, lambda: _undone(request, batch, form)):
        return redirect("golive:batch", clinic=request.clinic.slug, batch=batch)
    return render_again(request, lambda: _undo_page(request, batch, form, status=422))


def _undone(request: ClinicRequest, batch_id: UUID, form: UndoForm) -> None:
    found = actions.undo_batch(request.acting, batch_id, reason=form.cleaned_data["reason"], at=request.at)
    stays = found.imported - found.undone
    if stays:
        told = ngettext("%(count)s patient stays: see why below.", "%(count)s patients stay: see why below.", stays)
        messages.warning(request, told % {"count": stays})
    else:
        messages.success(request, _("The whole import was undone."))


def _undo_page(request: ClinicRequest, batch_id: UUID, form: UndoForm, *, status: int = 200) -> HttpResponse:
    found = _one(request, batch_id)
    told = leaving(request.acting, found)
    shows(request, *(one.patient.pk for one in told.stay))
    return render(request, "golive/undo.html", {"batch": found, "told": told, "form": form}, status=status)


def _one(request: ClinicRequest, batch_id: UUID) -> GoLiveBatch:
    rows = GoLiveBatch.objects.visible_to(request.acting).select_related("by", "confirmed_by", "undone_by")
    found: GoLiveBatch = rows.get(pk=batch_id)
    return found
