"""Styles inside the drawings of a printed page, where the print engine does not apply the styles of the page."""

import re
from collections.abc import Callable, Mapping
from typing import Final

CHART: Final = '<svg class="chart"'
VARIABLE: Final = re.compile(r"(--[\w-]+):\s*([^;]+);")
USED: Final = re.compile(r"var\((--[\w-]+)\)")
HEAVY: Final = re.compile(r"font-weight:\s*6\d\d")


def with_styles(markup: str, static_text: Callable[[str], str]) -> str:
    """Gives the page with the chart's own styles written into each chart, colours as they are on paper."""
    tokens, chart = static_text("slowdrip/css/tokens.css"), static_text("slowdrip/css/chart.css")
    styles = f"<style>{for_print(chart, paper_values(tokens))}</style>"
    return re.sub(rf"({re.escape(CHART)}[^>]*>)", lambda found: found[1] + styles, markup)


def paper_values(tokens: str) -> dict[str, str]:
    """Gives the values of the first set of tokens, the light one."""
    light = tokens[tokens.index(":root") : tokens.index("@media")]
    return {name: value.strip() for name, value in VARIABLE.findall(light)}


def for_print(styles: str, values: Mapping[str, str]) -> str:
    """Gives styles without variables, screen rules and weights that the engine does not know."""
    plain = USED.sub(lambda found: values.get(found[1], "inherit"), styles.split("@media")[0])
    return HEAVY.sub("font-weight: bold", plain)
