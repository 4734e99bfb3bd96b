"""The reference page is what the default policy says."""

from pathlib import Path

from slowdrip.knowledge.authored.shape import leaves_of
from slowdrip.knowledge.policies import default_policy
from slowdrip.knowledge.policies.reference import CONFIRM, reference_page

PAGE = Path(__file__).parents[5] / "docs" / "reference" / "policy.md"


def test_the_page_is_the_one_that_the_policy_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page()


def test_every_key_has_its_row_and_every_proposal_says_who_confirms_it() -> None:
    rows = {line.split("`")[1]: line for line in reference_page().splitlines() if line.startswith("| `")}
    for key, leaf in leaves_of(default_policy()):
        assert leaf.source in rows[key]
        assert (CONFIRM in rows[key]) == leaf.needs_confirmation
