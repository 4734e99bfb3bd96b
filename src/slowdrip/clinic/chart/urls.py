"""The chart pages: board, chair, entries, day, record."""

from django.urls import path

from slowdrip.clinic.chart.urls_record import urlpatterns_record
from slowdrip.clinic.chart.views import (
    board,
    calls,
    chair,
    chairs,
    correcting,
    day,
    downtime,
    enter,
    on_call,
    places,
    sounds,
    taps,
    vitals,
    voiding,
    worker,
)

app_name = "chart"
DRIP = "drips/<uuid:infusion>/"
urlpatterns = [
    path("", board.page, name="board"),
    path("board/live/", board.live, name="board_live"),
    path("board/compact/", board.compact, name="board_compact"),
    path("calls/", calls.open_now, name="calls"),
    path("day/", day.day, name="day"),
    path("day/sound/", sounds.sound_check, name="sound_check"),
    path("day/on-call/", on_call.on_call, name="on_call"),
    path("day/kit/", day.kit, name="kit"),
    path("day/chairs/", chairs.chairs, name="chairs"),
    path("day/chairs/<uuid:chair>/rename/", chairs.rename, name="rename_chair"),
    path("day/chairs/<uuid:chair>/retire/", chairs.retire, name="retire_chair"),
    path("day/chairs/<uuid:chair>/again/", chairs.use_again, name="use_chair_again"),
    path("day/people/<uuid:person>/", day.presence, name="presence"),
    path("tasks/", day.tasks, name="tasks"),
    path("tasks/<uuid:task>/close/", day.close_task, name="close_task"),
    path("people/<uuid:patient>/plan/", day.plan, name="plan"),
    path("downtime-sheet/", downtime.downtime_sheet, name="downtime_sheet"),
    path("drips/worker.js", worker.worker, name="worker"),
    path(DRIP, chair.page, name="chair"),
    path(f"{DRIP}live/", chair.live, name="chair_live"),
    path(f"{DRIP}tap/", taps.tap, name="tap"),
    path(f"{DRIP}help/coming/", calls.coming, name="coming"),
    path(f"{DRIP}vitals/", vitals.vitals, name="vitals"),
    path(f"{DRIP}check-in/", places.check_in, name="check_in"),
    path(f"{DRIP}chair/", places.move, name="move"),
    path(f"{DRIP}order/", taps.attach, name="attach"),
    path(f"{DRIP}ready/", taps.ready, name="ready"),
    path(f"{DRIP}enter/<slug:kind>/", enter.enter, name="enter"),
    path(f"{DRIP}alarms/<str:alarm>/acknowledge/", taps.acknowledge, name="acknowledge"),
    path(f"{DRIP}alarms/<str:alarm>/resolve/", taps.resolve, name="resolve"),
    path(f"{DRIP}events/<uuid:event>/void/", taps.void, name="void"),
    path(f"{DRIP}events/<uuid:event>/void/signed/", voiding.void_signed, name="void_signed"),
    path(f"{DRIP}events/<uuid:event>/again/", correcting.again, name="again"),
    *urlpatterns_record,
]
