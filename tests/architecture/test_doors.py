"""Authorization rules on every address."""

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, include, path
from django.views import View

from tests.architecture.doors import doors, unguarded


def naked(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Naked(View):
    pass


def test_every_address_is_behind_a_rule() -> None:
    patterns = get_resolver("slowdrip.site.urls").url_patterns
    assert list(doors(patterns)) != []
    assert unguarded(patterns) == []


def test_a_planted_unguarded_view_is_found_at_any_depth() -> None:
    patterns = [path("a/", include([path("b/", naked), path("c/", Naked.as_view())]))]
    assert [fault.split()[0] for fault in unguarded(patterns)] == ["/a/b/", "/a/c/"]


def test_a_view_with_a_rule_is_let_through() -> None:
    def guarded(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    guarded.rule = object()  # type: ignore[attr-defined]  # a function carries its rule for the URL walk
    assert unguarded([path("", guarded)]) == []
