"""The few shapes the chart is drawn with; each is a tag with a class, never a colour or a size of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString

from slowdrip.clinic.chart.trend.scale import shown

Place = tuple[Fraction | int, Fraction | int]


@dataclass(frozen=True, slots=True)
class Mark:
    """One element of the drawing: tag, attributes, text."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""

    def get(self, name: str) -> str:
        """Gives an attribute, or nothing."""
        return dict(self.attributes).get(name, "")


def line(css: str, *, start: Place, end: Place) -> Mark:
    """Gives a straight line."""
    (x1, y1), (x2, y2) = start, end
    return _mark("line", css, x1=x1, y1=y1, x2=x2, y2=y2)


def words(css: str, place: Place, text: str) -> Mark:
    """Gives a text."""
    return Mark("text", (("class", css), ("x", shown(place[0])), ("y", shown(place[1]))), text)


def box(css: str, *, corner: Place, width: Fraction | int, height: Fraction | int) -> Mark:
    """Gives a rectangle."""
    return _mark("rect", css, x=corner[0], y=corner[1], width=width, height=height)


def dot(css: str, place: Place, *, radius: Fraction) -> Mark:
    """Gives a filled circle."""
    return _mark("circle", css, cx=place[0], cy=place[1], r=radius)


def chain(css: str, places: Iterable[Place]) -> Mark:
    """Gives an open line through several places."""
    return Mark("polyline", (("class", css), ("points", " ".join(f"{shown(x)},{shown(y)}" for x, y in places))))


def area(css: str, places: Iterable[Place]) -> Mark:
    """Gives a closed shape."""
    corners = " L".join(f"{shown(x)} {shown(y)}" for x, y in places)
    return Mark("path", (("class", css), ("d", f"M{corners} Z")))


def open_path(css: str, places: Iterable[Place]) -> Mark:
    """Gives an open shape, such as an arrow head."""
    corners = " L".join(f"{shown(x)} {shown(y)}" for x, y in places)
    return Mark("path", (("class", css), ("d", f"M{corners}")))


def svg(marks: Iterable[Mark]) -> SafeString:
    """Gives the marks as tags, one a line; every value and text is escaped. A template takes ten times as long."""
    return SafeString("".join(f"{_opened(mark)}{escape(mark.text)}</{mark.tag}>\n" for mark in marks))


def _opened(mark: Mark) -> str:
    told = [f'{name}="{escape(value)}"' for name, value in mark.attributes]
    return f"<{' '.join([mark.tag, *told])}>"


def _mark(tag: str, css: str, **places: Fraction | int) -> Mark:
    return Mark(tag, (("class", css), *((name, shown(value)) for name, value in places.items())))
