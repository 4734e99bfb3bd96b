"""The one event stream of a page: beats each second, news when something changed."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page
from slowdrip.live.hub import Message, hub

LASTS_S = 120.0


@require_safe
@live_page("board.see")
def stream(request: ClinicRequest) -> HttpResponseBase:
    """Streams ids of what changed since the page was made; a screen that was away too long is told to start anew.

    It ends after two minutes and the browser comes back by itself, so a revoked device or a closed place is noticed.
    """
    asked = request.headers.get("Last-Event-ID") or request.GET.get("last-event-id") or request.GET.get("since", "")
    last_seen = int(asked) if asked.isdigit() else request.since
    messages = _messages(request.clinic.pk, seq=request.since, last_seen=last_seen)
    response = StreamingHttpResponse(messages, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _messages(clinic_id: UUID, *, seq: int, last_seen: int) -> AsyncIterator[str]:
    """Joins first and reads the backlog then: what happens in between comes twice and is told once."""
    queue = hub().join(clinic_id, seq=seq)
    told: set[int] = set()
    try:
        yield "retry: 1000\n\n"
        for message in await hub().backlog(clinic_id, last_seen):
            told.add(message.seq or 0)
            yield wire(message)
        async for heard in _until(queue, asyncio.get_running_loop().time() + LASTS_S):
            if heard.seq is None or heard.seq not in told:
                yield wire(heard)
    finally:
        hub().leave(clinic_id, queue)


async def _until(queue: asyncio.Queue[Message | None], end: float) -> AsyncIterator[Message]:
    """Gives what the hub says until the screen is dropped or its time is over."""
    loop = asyncio.get_running_loop()
    while loop.time() < end:
        heard = await queue.get()
        if heard is None:
            return
        yield heard


def wire(message: Message) -> str:
    """Gives a message in event-stream form."""
    head = f"id: {message.seq}\n" if message.seq is not None else ""
    return f"{head}event: {message.event}\ndata: {json.dumps(message.data, separators=(',', ':'))}\n\n"
