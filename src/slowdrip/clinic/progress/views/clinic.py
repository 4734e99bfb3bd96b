"""What a clinic may say of all its patients, missing answers first, and the same as a file."""

import csv
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, staff_page
from slowdrip.clinic.progress.counting import COUNTS, KEYS, SMALL_BELOW, Counted, counted, left_out, suppressed
from slowdrip.clinic.progress.reading import scale_title
from slowdrip.clinic.progress.words import INDICATION_WORDS, PHASE_WORDS, place_of, point_word

PERIODS: Final = {"all": None, "90": 90, "365": 365}


@staff_page("outcomes.see")
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows each point of each indication: asked, answered, and then what the answers say, all with denominators."""
    period = _period(request)
    rows = _rows(request, period)
    shown = {
        "period": period,
        "groups": _grouped(rows),
        "asked": sum(row.asked for row in rows),
        "answered": sum(row.answered for row in rows),
        "part": sum(row.part for row in rows),
        "not_answered": sum(row.not_answered for row in rows),
        "small_below": SMALL_BELOW,
        "left_out": left_out(request.acting, since=_since(request, period), until=request.at),
    }
    return render(request, "progress/clinic.html", shown)


@staff_page("outcomes.see")
@require_safe
def table(request: ClinicRequest) -> HttpResponse:
    """Gives the counts as CSV, without small numbers of people."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outcomes-{request.clinic.slug}-{request.at:%Y-%m-%d}.csv"'
    writer = csv.DictWriter(response, fieldnames=[*KEYS, *COUNTS])
    writer.writeheader()
    writer.writerows(suppressed(_rows(request, _period(request))))
    return response


def _period(request: ClinicRequest) -> str:
    asked = request.GET.get("period", "all")
    return asked if asked in PERIODS else "all"


def _rows(request: ClinicRequest, period: str) -> list[Counted]:
    return counted(request.acting, since=_since(request, period), until=request.at)


def _since(request: ClinicRequest, period: str) -> datetime | None:
    days = PERIODS[period]
    return request.at - timedelta(days=days) if days is not None else None


def _grouped(rows: list[Counted]) -> list[dict[str, object]]:
    keys = list(dict.fromkeys((row.indication, row.phase, row.scale) for row in rows))
    return [
        {
            "indication": INDICATION_WORDS.get(indication, indication),
            "phase": PHASE_WORDS.get(phase, phase),
            "scale": scale_title(scale),
            "rows": [
                {"point": point_word(row.point), "row": row}
                for row in sorted(rows, key=lambda row: place_of(row.point))
                if (row.indication, row.phase, row.scale) == (indication, phase, scale)
            ],
        }
        for indication, phase, scale in keys
    ]
