"""Every finding and every refusal has a sentence, and the sentence fits its numbers."""

import ast
import inspect
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from slowdrip.clinic import treatment
from slowdrip.clinic.record import words as all_words
from slowdrip.clinic.treatment.finding_fields import field_of
from slowdrip.clinic.treatment.finding_words import SENTENCES, sentence
from slowdrip.clinic.treatment.shown import LIMITS, limit_of
from slowdrip.clinic.treatment.words import FIELD_WORDS
from slowdrip.knowledge.policies import default_policy
from slowdrip.science.pharmacology import dosing
from slowdrip.science.pharmacology.dosing import Finding, Tier

MAKES_FINDINGS = {"found", "impossible", "_second", "_refused", "because"}
NAMES_WITH_HOLES = {"tenfold_", "thousandfold_"}


def sources(package: object) -> Iterator[ast.Module]:
    folder = Path(inspect.getfile(package)).parent  # type: ignore[arg-type]  # a package is a module
    for path in folder.rglob("*.py"):
        if "tests" not in path.parts:
            yield ast.parse(path.read_text())


def first_texts(tree: ast.Module, names: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def finding_codes() -> set[str]:
    made = {
        code
        for package in (dosing, treatment)
        for tree in sources(package)
        for code in first_texts(tree, MAKES_FINDINGS)
    }
    ladder = {"dose_impossibly_high", "dose_impossibly_low", "dose_high", "dose_above_usual", "dose_below_usual"}
    return made | ladder | {"tenfold_high", "tenfold_low", "thousandfold_high", "thousandfold_low"}


def test_every_finding_has_a_sentence() -> None:
    assert sorted(finding_codes() - set(SENTENCES)) == []


def test_every_refusal_of_orders_has_a_sentence() -> None:
    raised = {code for tree in sources(treatment) for code in first_texts(tree, {"Refused"})}
    assert sorted(code for code in raised if not all_words.knows(code)) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_never_breaks_the_page(code: str) -> None:
    assert sentence(Finding(code, Tier.IMPOSSIBLE, {}))


def test_numbers_are_said_in_the_units_of_the_clinic() -> None:
    old = Finding("weight_too_old", Tier.IMPOSSIBLE, {"age_h": 192, "max_h": 168})
    assert sentence(old) == "The weight is 8 days old; the policy allows 7. Weigh the patient again."
    slow = Finding("rate_below_pump", Tier.IMPOSSIBLE, {"rate_ul_per_h": 500, "min_ul_per_h": 1000})
    assert sentence(slow) == "0.5 mL/h is below what the pump takes (1 mL/h)."
    slip = Finding(
        "tenfold_low", Tier.IMPOSSIBLE, {"ratio": Decimal("0.1"), "against": "last_dose_ug", "reference": 40_000}
    )
    assert sentence(slip) == "This is about a tenth of this patient's last dose, 40 mg. Check the point."


def test_every_finding_belongs_to_a_field_of_the_form() -> None:
    unplaced = {
        "figures_disagree",
        "not_a_choice",
        "not_a_number",
        "not_positive",
        "out_of_scale",
        "finer_than_microlitre",
    }
    for code in finding_codes():
        field = field_of(Finding(code, Tier.IMPOSSIBLE, {"field": "made_up_to_ml"} if code in unplaced else {}))
        assert field in FIELD_WORDS, code


@pytest.mark.parametrize("code", sorted(LIMITS))
def test_a_limit_is_named_with_its_source(code: str) -> None:
    limit = limit_of(code, default_policy())
    assert limit is not None
    assert limit.source
