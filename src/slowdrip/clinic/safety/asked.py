"""What pages of cases say when something is refused."""

from collections.abc import Callable

from django.forms import Form

from slowdrip.clinic.record import sent
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.case_words import reasons_words, sign_words


def done(form: Form, action: Callable[[], object]) -> bool:
    """Says whether the action went through; what it refused stands in words on the form."""
    return sent.done(form, action, in_words=in_words)


def in_words(why: Refused) -> Refused:
    """Gives a refusal whose parameters are words instead of codes."""
    if "reasons" in why.params:
        why.params["reasons"] = reasons_words(why.params["reasons"])
    if "trigger" in why.params:
        why.params["trigger"] = sign_words(why.params["trigger"])
    return why
