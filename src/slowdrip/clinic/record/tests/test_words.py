"""Every refusal has its words, and each word fits its parameters."""

import re
from pathlib import Path

import pytest
from django import forms

import slowdrip.clinic
from slowdrip.clinic.record import words
from slowdrip.clinic.record.refusal import Refused, RefusedAll

CLINIC = Path(slowdrip.clinic.__file__).parent
APPS = ("accounts", "policy", "people")
CODE = re.compile(r'(?:Refused|Doubt)\(\s*"(\w+)"')


@pytest.mark.parametrize("app", APPS)
def test_each_code_an_app_refuses_with_has_its_sentence(app: str) -> None:
    texts = (path.read_text() for path in (CLINIC / app).rglob("*.py") if "tests" not in path.parts)
    assert {code for text in texts for code in CODE.findall(text) if not words.knows(code)} == set()


def test_a_code_without_words_is_shown_so_that_it_can_be_reported() -> None:
    assert "unheard_of" in words.said(Refused("unheard_of"))


def test_one_code_has_one_sentence() -> None:
    with pytest.raises(ValueError, match="missing"):
        words.register({"missing": "Something else."})


def test_each_refusal_stands_at_its_field() -> None:
    class Small(forms.Form):
        name = forms.CharField(required=False)

    form = Small({"name": ""})
    assert form.is_valid()
    words.explain(form, RefusedAll([Refused("missing", field="name"), Refused("proof_expired", field="pin")]))
    assert form.errors["name"] == ["This is empty. Fill it in."]
    assert form.non_field_errors() == ["Too much time passed since the PIN. Type the PIN again."]
