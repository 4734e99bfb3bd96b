"""What a page of this app is asked for: what was typed, and whether it was done."""

from collections.abc import Callable

from django.forms import Form
from django.http import QueryDict

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.words import explain
from slowdrip.clinic.safety.case_words import reasons_words, sign_words


def posted(request: ClinicRequest) -> QueryDict | None:
    """Gives what was typed into a form that was sent; None for a form that is only shown."""
    return request.POST if request.method == "POST" else None


def done(form: Form, action: Callable[[], object]) -> bool:
    """Says whether the action went through; what it refused stands in words on the form."""
    try:
        action()
    except Refused as why:
        explain(form, in_words(why))
        return False
    return True


def in_words(why: Refused) -> Refused:
    """Gives a refusal whose parameters are words instead of codes."""
    if "reasons" in why.params:
        why.params["reasons"] = reasons_words(why.params["reasons"])
    if "trigger" in why.params:
        why.params["trigger"] = sign_words(why.params["trigger"])
    return why
