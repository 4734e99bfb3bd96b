"""A planted fault: a house that answers at once and stores a moment later."""

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

LATER_S = 0.1
Answer = Callable[[HttpRequest], HttpResponse]


def answers_first(get_response: Answer) -> Answer:
    """Acknowledges every entry before its commit."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return get_response(request)
        assert request.body  # read before the answer closes it
        threading.Timer(LATER_S, get_response, [request]).start()
        return HttpResponseRedirect("/")

    return answer
