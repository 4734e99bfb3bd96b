"""The policy as it stands: versions, values, differences."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.accounts.signing import SignForm, signers
from slowdrip.clinic.policy import queries
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.sections import differing, sections
from slowdrip.clinic.policy.toml import as_toml
from slowdrip.clinic.record.missing import or_404
from slowdrip.knowledge.policies import added_since, diff


@staff_page("policy.see")
@require_safe
@or_404
def current(request: ClinicRequest) -> HttpResponse:
    """Lists the versions and opens the one in force."""
    return _version_page(request, queries.policy_in_force(request.acting).version)


@staff_page("policy.see")
@require_safe
@or_404
def show(request: ClinicRequest, version_id: UUID) -> HttpResponse:
    """Shows one version: values, sources, confidence, what differs, and where to sign."""
    return version_page(request, version_id)


@staff_page("policy.see")
@require_safe
@or_404
def text(request: ClinicRequest, version_id: UUID) -> HttpResponse:
    """Gives one version as TOML, to read, keep or edit."""
    version = queries.version(request.acting, version_id)
    answer = HttpResponse(as_toml(queries.policy_of(version)), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="policy-{version.number}.toml"'
    return answer


def version_page(
    request: ClinicRequest, version_id: UUID, *, form: SignForm | None = None, status: int = 200
) -> HttpResponse:
    """Renders one version, with a sign form that was refused where there is one."""
    return _version_page(request, queries.version(request.acting, version_id), form=form, status=status)


def _version_page(
    request: ClinicRequest, version: PolicyVersion, *, form: SignForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.acting
    versions = queries.versions(actor)
    listed = next((each for each in versions if each.version.pk == version.pk), None)
    content = {
        "version": version,
        "versions": versions,
        "listed": listed,
        "waits": bool(listed and queries.may_be_signed(listed, versions)),
        "form": form or SignForm(able=signers(actor, "policy.sign")),
        "may_edit": actor.may("policy.edit"),
        **_content(request, version),
    }
    return render(request, "policy/version.html", content, status=status)


def _content(request: ClinicRequest, version: PolicyVersion) -> dict[str, Any]:
    policy, in_force = queries.policy_of(version), queries.policy_in_force(request.acting)
    since_default = queries.since_default(policy)
    differs = differing(since_default)
    return {
        "sections": sections(policy, differs),
        "differs": differs,
        "inactive": policy.inactive,
        "added_since": added_since(version.schema_version),
        "in_force": in_force,
        "changes": diff(in_force.policy, policy),
        "since_default": since_default,
    }
