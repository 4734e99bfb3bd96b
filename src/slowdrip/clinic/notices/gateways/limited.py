"""A gateway whose whole call has an end: a server that answers one byte at a time holds up nothing else."""

import logging
import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

from slowdrip.clinic.notices.gateways.answers import Gateway, Outcome, Refused, Unsure
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body

log = logging.getLogger("slowdrip.messages")
TOTAL_S: Final = 30.0
MOST_HANGING: Final = 5
"""So many calls of one way may still hang; until one of them ends nothing more is sent by it."""
_room: Final = {way: threading.BoundedSemaphore(MOST_HANGING) for way in (Message.Way.TEXT, Message.Way.EMAIL)}


@dataclass(frozen=True, slots=True)
class Limited:
    """Makes the call beside, and waits for its answer so long and no longer."""

    way: Message.Way
    gateway: Gateway

    def send(self, to: str, body: Body) -> Outcome:
        """Gives what the gateway says; without an answer in time nobody knows whether it took the words."""
        room = _room[self.way]
        if not room.acquire(blocking=False):
            return Refused("gateway_hangs")
        answers: SimpleQueue[Outcome] = SimpleQueue()
        call = threading.Thread(
            target=self._call, args=(to, body, answers, room), daemon=True, name=f"call by {self.way}"
        )
        try:
            call.start()
        except RuntimeError:  # the machine gives no more threads, so nothing was sent
            room.release()
            return Refused("gateway_hangs")
        try:
            return answers.get(timeout=TOTAL_S)
        except Empty:
            return Unsure("no_answer_in_time")

    def _call(self, to: str, body: Body, answers: SimpleQueue[Outcome], room: threading.BoundedSemaphore) -> None:
        try:
            answers.put(self.gateway.send(to, body))
        except Exception:  # nobody knows how far it came
            log.exception("the gateway for %s broke", self.way)
            answers.put(Unsure("gateway_broke"))
        finally:
            room.release()
