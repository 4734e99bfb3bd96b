"""A policy text that cannot be: every problem, each at its key."""

from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.policies import PolicyError, Problem


class PolicyRefused(Refused):
    """Says no to a whole policy; `problems` are in reading order, each with file, key, code, numbers and fix."""

    def __init__(self, error: PolicyError) -> None:
        super().__init__("policy_refused", field="text")
        self.problems: tuple[Problem, ...] = error.problems
