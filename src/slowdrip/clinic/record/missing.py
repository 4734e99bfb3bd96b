"""A row that is not there, or is another clinic's, is a page that is not there."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def or_404(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Answers 404 when what the address names does not exist in this clinic; goes below the page's rule."""

    @wraps(view)
    def looked_up(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        try:
            return view(*args, **kwargs)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing

    return looked_up
