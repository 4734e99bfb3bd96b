"""Check digits over every code in every file: they catch slips and inventions."""

import re

import pytest

from slowdrip.knowledge.scales.catalogue import scale_file, scale_names
from slowdrip.knowledge.scales.loinc import WRONG_ELSEWHERE, is_possible

CODE = re.compile(r'"((?:LA|LL)?\d{4,6}-\d)"')


def codes_of(name: str) -> list[str]:
    """Every code that a file gives to a panel, item, answer or total."""
    return CODE.findall(scale_file(name))


def test_every_code_in_every_file_is_possible() -> None:
    wrong = [(name, code) for name in scale_names() for code in codes_of(name) if not is_possible(code)]
    assert wrong == []


def test_the_files_have_codes_to_check() -> None:
    found = {code for name in scale_names() for code in codes_of(name)}
    assert {"44261-6", "44249-1", "70274-6", "101698-9", "75626-2", "93249-1", "LA6575-0", "LA15694-5"} <= found
    assert len(found) > 40


@pytest.mark.parametrize(
    "code", ["44261-5", "44216-6", "4426-16", "44261", "LA6568-4", "LA6586-5", "LL382-4", "", "x-1"]
)
def test_a_slip_is_found(code: str) -> None:
    assert not is_possible(code)


@pytest.mark.parametrize("code", ["44261-6", "101698-9", "LL382-3", "LA6568-5", "LA15694-5"])
def test_a_published_code_is_let_through(code: str) -> None:
    assert is_possible(code)


def test_codes_that_are_wrong_elsewhere_are_refused_and_used_nowhere() -> None:
    assert {"68517-2", "69730-0", "65625-0"} == WRONG_ELSEWHERE
    assert not any(is_possible(code) for code in WRONG_ELSEWHERE)
    used = {code for name in scale_names() for code in codes_of(name)}
    assert not used & WRONG_ELSEWHERE


def test_a_digit_changed_or_two_swapped_is_found_in_every_number() -> None:
    for code in ("44261-6", "70274-6", "75626-2"):
        digits, check = code.split("-")
        for place, digit in enumerate(digits):
            for other in set("0123456789") - {digit}:
                assert not is_possible(f"{digits[:place]}{other}{digits[place + 1 :]}-{check}")
