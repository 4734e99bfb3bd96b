"""Gives since when a patient who was taken off the monitor on purpose is back on it by the monitor's own numbers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from slowdrip.science.rules.streamed.runs import Run, runs
from slowdrip.science.rules.streamed.samples import HEART_RATE, SPO2, Line, Sample, by_series

OF_A_PATIENT = (SPO2, HEART_RATE)
SLACK = timedelta(seconds=60)
"""A monitor's clock may be so far ahead of ours: numbers from before the tap must not say that the patient is back."""


def back_since(
    samples: Iterable[Sample], *, off_at: datetime, at: datetime, lasting_s: int, gap_s: int
) -> datetime | None:
    """Since when a continuous channel has given numbers of a patient for long enough, and still does."""
    counted = [each for each in samples if each.channel in OF_A_PATIENT and each.value and each.at > off_at + SLACK]
    gap, long = timedelta(seconds=gap_s), timedelta(seconds=lasting_s)
    newest = [_newest(line, gap) for channel in OF_A_PATIENT for line in by_series(_of(counted, channel))]
    back = [run.start for run in newest if run.lasts(long) and at - run.end <= gap]
    return min(back, default=None)


def _of(samples: Iterable[Sample], channel: str) -> list[Sample]:
    return [each for each in samples if each.channel == channel]


def _newest(line: Line, gap: timedelta) -> Run:
    return runs(line, {each.value for each in line}, longest_gap=gap)[-1]
