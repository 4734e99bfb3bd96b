"""Staff: who has a place here, with which roles and credentials."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain

from ..actions import add_credential, change_roles, invite, set_active
from ..first_password import password_link
from ..forms import CredentialForm, NameForm, PersonForm, RolesForm
from ..mending import mend_person
from ..models import Membership
from ..pins import allow_tries
from ..queries import StaffLine, belongs_here_alone, staff_member, today_in
from ..queries import staff as staff_of
from ..rules import ClinicRequest, render_again, staff_page


@staff_page("staff.see")
@require_safe
def staff(request: ClinicRequest) -> HttpResponse:
    """Lists everyone with a place in the clinic."""
    day = today_in(request.clinic, at=request.at)
    shown = {"staff": staff_of(request.acting, day=day), "may_edit": request.acting.may("staff.edit")}
    return render(request, "accounts/staff.html", shown)


@staff_page("staff.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: ClinicRequest) -> HttpResponse:
    """Gives a person a place; one new to the house gets a link to choose a password."""
    form = PersonForm(request.POST or None)
    if request.method != "POST":
        return _new_person(request, form)
    if not form.is_valid():
        return render_again(request, lambda: _new_person(request, form, status=422))
    try:
        member = invite(request.acting, **form.cleaned_data, at=request.at)
    except Refused as refused:
        explain(form, refused)
        return render_again(request, lambda: _new_person(request, form, status=422))
    messages.success(request, _("%(name)s has a place here.") % {"name": member.name})
    return redirect("accounts:person", clinic=request.clinic.slug, person=member.pk)


@staff_page("staff.edit")
@require_safe
def person(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Shows one person with everything a director may change."""
    return _person(request, person)


@staff_page("staff.edit")
@require_POST
def name(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Mends name, initials and address."""
    form = NameForm(request.POST)
    return _mended(
        request, person, form, lambda: mend_person(request.acting, person, **form.cleaned_data, at=request.at)
    )


@staff_page("staff.edit")
@require_POST
def roles(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Changes what a person may do."""
    form = RolesForm(request.POST)
    return _mended(
        request, person, form, lambda: change_roles(request.acting, person, **form.cleaned_data, at=request.at)
    )


@staff_page("staff.edit")
@require_POST
def credential(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Adds a licence or certificate."""
    form = CredentialForm(request.POST)
    return _mended(
        request, person, form, lambda: add_credential(request.acting, person, **form.cleaned_data, at=request.at)
    )


@staff_page("staff.edit")
@require_POST
def pin_tries(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Gives new tries at the PIN."""
    form = Form(request.POST)
    return _mended(request, person, form, lambda: allow_tries(request.acting, person, at=request.at))


@staff_page("staff.edit")
@require_POST
def close_place(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Closes a person's place here."""
    form = Form(request.POST)
    return _mended(request, person, form, lambda: set_active(request.acting, person, active=False, at=request.at))


@staff_page("staff.edit")
@require_POST
def reopen_place(request: ClinicRequest, person: UUID) -> HttpResponse:
    """Opens a person's place again."""
    form = Form(request.POST)
    return _mended(request, person, form, lambda: set_active(request.acting, person, active=True, at=request.at))


def _mended(request: ClinicRequest, person: UUID, form: Form, change: Callable[[], object]) -> HttpResponse:
    """Does the change and shows the person again, or shows what to mend with what was typed."""
    if form.is_valid():
        try:
            change()
        except Membership.DoesNotExist as missing:
            raise Http404 from missing
        except Refused as refused:
            explain(form, refused)
    if form.errors:
        return render_again(request, lambda: _person(request, person, typed=form))
    messages.success(request, _("Saved."))
    return redirect("accounts:person", clinic=request.clinic.slug, person=person)


def _person(request: ClinicRequest, person: UUID, *, typed: Form | None = None) -> HttpResponse:
    line = staff_member(request.acting, person, day=today_in(request.clinic, at=request.at))
    if line is None:
        raise Http404
    shown = {
        "person": line,
        "problems": typed,
        "name_form": typed if isinstance(typed, NameForm) else NameForm(initial=_written(line)),
        "roles_form": typed if isinstance(typed, RolesForm) else RolesForm(initial={"roles": line.role_codes}),
        "credential_form": typed if isinstance(typed, CredentialForm) else CredentialForm(),
        "first_password_url": "" if line.has_password else _first_password(request, person),
    }
    return render(request, "accounts/person.html", shown, status=422 if typed else 200)


def _written(line: StaffLine) -> dict[str, str]:
    return {"name": line.name, "initials": line.initials, "email": line.email}


def _first_password(request: ClinicRequest, person: UUID) -> str:
    """Gives the link with which a person who has no password yet chooses one; it dies with its first use.

    A person who also belongs to another clinic gets none: it would open that clinic to this one's director.
    """
    user = Membership.objects.visible_to(request.acting).select_related("user").get(pk=person).user
    if not belongs_here_alone(request.clinic, user):
        return ""
    return request.build_absolute_uri(password_link(user))


def _new_person(request: ClinicRequest, form: PersonForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accounts/new_person.html", {"form": form}, status=status)
