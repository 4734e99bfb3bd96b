"""The drawing of bands: under limits and readings, inside its strip, the preview apart from what is."""

from fractions import Fraction

from slowdrip.clinic.chart.trend.limits import Limit
from slowdrip.clinic.chart.trend.scale import LEFT, RIGHT, Panel
from slowdrip.clinic.twin.drawing import Minutes, Strip, drawing, inside
from slowdrip.science.pharmacology.twin import Band

AT = (0.0, 20.0, 40.0)
BAND = Band((120.0, 125.0, 130.0), (120.0, 130.0, 140.0), (120.0, 140.0, 170.0))
LOWER = Band((120.0, 121.0, 122.0), (120.0, 123.0, 124.0), (120.0, 126.0, 128.0))
LIMIT = Limit(160, "advisory", "≥ 160/100 advisory")


def strip(preview: Band | None = None) -> Strip:
    return Strip(
        name="Systolic", height=130, step=20, band=BAND, preview=preview, readings=((5.0, 131),), limits=(LIMIT,)
    )


def classes(one: Strip) -> list[str]:
    return [mark.get("class") for mark in drawing(AT, [one], now_min=12.0).marks]


def test_bands_lie_under_limits_and_limits_under_readings() -> None:
    order = classes(strip(LOWER))
    places = [order.index(name) for name in ("twin-band", "twin-preview", "limit limit--advisory", "sbp")]
    assert places == sorted(places)


def test_a_limit_inside_a_band_is_still_drawn_whole() -> None:
    limit = next(mark for mark in drawing(AT, [strip()], now_min=None).marks if mark.get("class").startswith("limit "))
    assert (limit.get("x1"), limit.get("x2")) == (str(LEFT), str(RIGHT))


def test_a_strip_holds_its_bands_its_readings_and_its_limits() -> None:
    panel = strip().panel(22)
    assert (panel.low, panel.high) == (120, 180)


def test_what_lies_outside_a_panel_is_put_at_its_edge() -> None:
    panel = Panel(0, 100, 100, 200)
    assert [inside(panel, value) for value in (90.0, 100.0, 150.0, 200.0, 250.0)] == [100, 100, 50, 0, 0]


def test_minutes_beside_the_axis_are_put_at_its_ends() -> None:
    axis = Minutes(100)
    assert [axis.x(minute) for minute in (-5.0, 0.0, 50.0, 100.0, 120.0)] == [40, 40, Fraction(331), 622, 622]


def test_without_a_now_there_is_no_line_of_it() -> None:
    assert "now" not in [mark.get("class") for mark in drawing(AT, [strip()], now_min=None).marks]
