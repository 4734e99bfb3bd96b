"""The reference page is what the files say."""

from pathlib import Path

from slowdrip.knowledge.scales import scales
from slowdrip.knowledge.scales.reference import reference_page
from slowdrip.knowledge.types.sourced import Confidence

PAGE = Path(__file__).parents[5] / "docs" / "reference" / "scales.md"


def test_the_page_is_the_one_that_the_files_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page()


def test_every_scale_and_every_source_is_on_the_page() -> None:
    page = reference_page()
    for each in scales().values():
        assert f"`{each.name}`" in page
        assert all(line.origin.source in page for line in each.thresholds)


def test_the_page_names_what_was_looked_at_and_is_not_here() -> None:
    absent = reference_page().partition("## Not here")[2]
    for name in ("KSET", "PRISE", "SAFTEE", "MEQ30", "5D-ASC", "ATHF-SF", "POSS", "DSST", "GAD-2", "PC-PTSD-5", "OBQ"):
        assert name in absent
        assert name not in {each.title for each in scales().values()}


def test_words_read_in_a_copy_say_so() -> None:
    copies = [one for each in scales().values() for one in each.texts.values() if one.compare_before_use]
    assert reference_page().count("(compare before use: ") == len(copies)


def test_what_is_unverified_says_that_it_is_not_used() -> None:
    unverified = [
        line
        for each in scales().values()
        for line in each.thresholds
        if line.origin.confidence is Confidence.UNVERIFIED
    ]
    assert unverified
    assert reference_page().count("unverified, not used") >= len(unverified)
