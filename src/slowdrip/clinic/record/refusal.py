"""A refusal a person can mend: a code and its parameters, put into words by the page."""

from typing import Any


class Refused(Exception):
    """Says no with a code, the field it concerns (if any) and the parameters of the sentence."""

    def __init__(self, code: str, /, *, field: str = "", **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code


class RefusedAll(Refused):
    """Several refusals at once, so that a person mends them in one go."""

    def __init__(self, refusals: list[Refused]) -> None:
        super().__init__("several")
        self.refusals = refusals
