"""Words for refusals: each app registers the sentences of its codes, a page asks for the one it needs.

A sentence says what is wrong and the fix. Parameters are named: `%(most)s`.
"""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .refusal import Refused, RefusedAll

Sentence = str | Promise

_sentences: dict[str, Sentence] = {}


def register(sentences: Mapping[str, Sentence]) -> None:
    """Adds an app's sentences; one code with two different sentences is a mistake."""
    for code, sentence in sentences.items():
        if str(_sentences.setdefault(code, sentence)) != str(sentence):
            raise ValueError(f"the refusal {code} has two sentences")


def knows(code: str) -> bool:
    """Says whether a code has its sentence."""
    return code in _sentences


def said(refused: Refused) -> str:
    """Gives the sentence of one refusal; a code without one is shown as it is, so that it can be reported."""
    sentence = _sentences.get(refused.code)
    if sentence is None:
        return str(_("This was refused (%(code)s). Nothing was changed.") % {"code": refused.code})
    return str(sentence) % refused.params if refused.params else str(sentence)


def each(refused: Refused) -> Iterable[Refused]:
    """Gives the single refusals inside one."""
    return refused.refusals if isinstance(refused, RefusedAll) else [refused]


def explain(form: forms.BaseForm, refused: Refused) -> None:
    """Puts each refusal into words at its field, or above the form when it concerns no field of it."""
    for one in each(refused):
        form.add_error(one.field if one.field in form.fields else None, said(one))


register(
    {
        "missing": _("This is empty. Fill it in."),
        "too_long": _("This has %(typed)s characters and %(most)s fit. Shorten it."),
        "choose_one": _("Choose one of the options."),
        "already_voided": _("This was voided before. Nothing was changed."),
        "not_a_number": _("“%(typed)s” is not a number. Type digits, for example 80.5."),
        "thousands_mark": _("“%(typed)s” can be read in two ways. Type it without a mark for thousands."),
        "too_precise": _("“%(typed)s” has too many digits. Round it."),
        "proof_expired": _("Too much time passed since the PIN. Type the PIN again."),
        "signer_of_other_clinic": _("The signer does not belong to this clinic. Choose someone who does."),
    }
)
