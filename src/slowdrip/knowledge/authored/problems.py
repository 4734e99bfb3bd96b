"""What is wrong with an authored file: where, what, and how to fix it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "not_readable": "the text cannot be read ({reason}); fix the syntax at that place",
        "not_canonical": "the text is not in canonical form; store exactly what canonical() returns",
        "old_schema": "schema_version {found} is older than {expected}; run upgrade() first",
        "no_upgrade_step": "there is no upgrade from schema_version {found}; add a step to the registry",
        "version_mismatch": "the text says schema_version {found}, the caller says {expected}; pass the text's own",
        "unknown_key": "this key is not known; remove it or write {suggestion}",
        "missing_key": 'this key is missing; add {{ value = ..., source = "...", confidence = "..." }}',
        "missing_section": "this section is missing; add the table [{key}]",
        "not_a_section": "a table of keys is expected here; write [{key}]",
        "wrong_unit": "the unit is wrong; this value is kept as {expected}, convert it and rename the key",
        "bad_name": "a name has lower-case letters, digits and underscores and starts with a letter; rename it",
        "empty_section": "at least one entry is needed; add a table [{key}.some_name]",
        "not_sourced": 'a bare value is not accepted; write {{ value = ..., source = "...", confidence = "..." }}',
        "unknown_attribute": "a value has only value, source, confidence and note; remove this one",
        "missing_value": "the value is missing; add value = ...",
        "missing_source": 'the source is missing; add source = "..." or "engineering default" with confidence proposal',
        "missing_confidence": "the confidence is missing; add one of {expected}",
        "wrong_confidence": "the confidence {found} is not known; use one of {expected}",
        "default_not_proposal": "an engineering default is a proposal; set confidence to proposal or name the source",
        "wrong_type": "{found} is not {expected}; change the value",
        "too_precise": "{found} has more than twelve digits; round it",
        "out_of_range": "{found} is outside {low} to {high} {unit}; check the number and its unit",
        "unknown_choice": "{found} is not known here; use one of {expected}",
        "empty_list": "the list is empty; name at least one of {expected}",
        "repeated_choice": "{found} stands in the list twice; remove one",
        "impossible_order": "{found} must be {relation} {other} ({other_found}); change one of the two",
        "unknown_profile": "there is no profile {found}; use one of {expected}",
        "missing_unit": "the unit is missing; add unit = ... as it is written in the source",
        "unknown_unit": "the unit {found} is not known; use one of {expected}",
        "wrong_dimension": "{found} is no {expected}; check the unit and what the number is used for",
        "missing_meaning": "the meaning is missing; add meaning = ... in a few plain words",
        "missing_text": "a text is expected here; add it",
        "unknown_source": "there is no reference {found}; add it under [references] or use one of {expected}",
        "unknown_parameter": "there is no parameter {found}; use one of {expected}",
        "unused_parameter": "nothing uses this parameter; remove it or name it where it belongs",
        "unknown_compartment": "there is no compartment {found}; use one of {expected}",
        "missing_volume": "a concentration or clearance here needs a volume; add volume = ...",
        "unreached_compartment": "no drug can reach this compartment; add the flow that feeds it",
        "no_way_out": "drug cannot leave the body; add a loss or a transfer with a share",
        "outside_interval": "{found} is not between its own low {low} and high {high}; check the three numbers",
        "missing_interval": "a low and a high are needed here; add both",
        "impossible_covariance": "these spreads cannot vary together so strongly; check the covariance",
        "not_whole": "the two shares add up to {found}; they must be one, or drug is made or lost",
        "wrong_part": "a model of the kind {found} has no such part; remove it or change the kind",
        "wrong_check_digit": "{found} is no code of LOINC, or one known to be wrong here; copy it again from its page",
        "text_not_allowed": "a scale that is {found} has no text here; remove [text] and let the clinic bring its own",
        "text_not_compared": "words read in a copy; add compare_before_use = true, or compare with the owner's page",
        "unverified_in_force": "an unverified value cannot be in force; read the source, or confirm it as a proposal",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in an authored file, with its code and the numbers that explain it."""

    file: str
    key: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """One line for the author: file, key, fault, fix."""
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {MESSAGES[self.code].format_map({'key': self.key, **self.params})}"


class AuthoredError(ValueError):
    """An authored file is refused; carries every problem found, in reading order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(each.message for each in problems))

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each problem."""
        return tuple(each.code for each in self.problems)


class Findings:
    """Collects problems, readable values and unused keys while one file is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, key: str, code: str, /, **params: object) -> None:
        """Notes one problem."""
        self.problems.append(Problem(self.file, key, code, {name: str(value) for name, value in params.items()}))

    def raise_as(self, error: type[AuthoredError]) -> None:
        """Refuses the file when anything was found."""
        if self.problems:
            raise error(tuple(self.problems))
