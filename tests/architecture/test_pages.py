"""Nothing inline and nothing from elsewhere on any page."""

import pytest

from tests.architecture.pages import foreign_assets, inline_code
from tests.architecture.tree import source, sources

TEMPLATE = "src/slowdrip/clinic/chart/templates/chart/board.html"
SCRIPT = "src/slowdrip/site/static/slowdrip/js/live.js"


def test_no_template_has_inline_code_or_loads_from_elsewhere() -> None:
    assert inline_code(sources(".html", ".svg")) == []


def test_no_script_or_style_names_another_host() -> None:
    assert foreign_assets(sources(".js", ".css", ".svg")) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>go()</script>",
        '<script type="module">go()</script>',
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        '<p style="width: {{ share }}%">',
        '<button onclick="go()">',
        '<button hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example.org/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.example.org/x.css">',
        '{% if a %}\n<img src="http://example.org/x.png">{% endif %}',
    ],
)
def test_planted_inline_or_foreign_markup_is_found(markup: str) -> None:
    assert inline_code((source(TEMPLATE, markup),)) != []


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="{% static \'slowdrip/js/main.js\' %}"></script>',
        '<script type="application/json" id="limits">{}</script>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<a href="https://www.fda.gov/">FDA</a>',
        "{# <style> in a comment #}{% comment %}<script>go()</script>{% endcomment %}",
    ],
)
def test_allowed_markup_is_let_through(markup: str) -> None:
    assert inline_code((source(TEMPLATE, markup),)) == []


@pytest.mark.parametrize(
    "line",
    ["import x from 'https://cdn.example.org/x.js'", "fetch('//example.org/x')", "src: url(http://example.org/f)"],
)
def test_a_planted_foreign_address_is_found(line: str) -> None:
    assert foreign_assets((source(SCRIPT, line),)) != []


@pytest.mark.parametrize("line", ["// a comment", "const ns = 'http://www.w3.org/2000/svg'", "fetch('/demo/board/')"])
def test_own_addresses_are_let_through(line: str) -> None:
    assert foreign_assets((source(SCRIPT, line),)) == []
