"""The refusal of a policy."""

from slowdrip.knowledge.authored.problems import AuthoredError


class PolicyError(AuthoredError):
    """A policy is refused; carries every problem with file, key, code, numbers and fix."""
