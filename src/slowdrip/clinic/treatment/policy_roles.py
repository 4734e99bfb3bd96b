"""Roles as a policy names them are the roles that people hold."""

from collections.abc import Iterable

from slowdrip.clinic.record.acting import Acting


def may_by_policy(actor: Acting, roles: Iterable[str]) -> bool:
    """Says whether the actor holds one of the roles that the policy names."""
    return not actor.roles.isdisjoint(roles)
