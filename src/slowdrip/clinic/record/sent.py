"""What a page was sent: what was typed, and whether it was done."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from .refusal import Refused
from .words import explain


def posted(request: HttpRequest) -> QueryDict | None:
    """Gives what was typed into a form that was sent; None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def done(form: BaseForm, action: Callable[[], object], *, in_words: Callable[[Refused], Refused] | None = None) -> bool:
    """Says whether the action went through; what it refused stands in words on the form.

    `in_words` turns codes among the parameters of a refusal into words first.
    """
    try:
        action()
    except Refused as why:
        explain(form, why if in_words is None else in_words(why))
        return False
    return True
