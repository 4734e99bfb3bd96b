"""Numbers of one patient or of many: a plain number is the same for all, an array has one value per patient."""

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
Marks: TypeAlias = npt.NDArray[np.bool_]
PerPatient: TypeAlias = float | Floats

CACHE_LINE = 64
"""In bytes."""
WORTH_ALIGNING = 4096


class InputRefused(ValueError):
    """The engine cannot use this: `code` says why, `field` where, `fix` what to do (a code a page puts into words)."""

    def __init__(self, code: str, field: str, fix: str) -> None:
        super().__init__(f"{code}:{field}:{fix}")
        self.code = code
        self.field = field
        self.fix = fix


def guard_amount(value: PerPatient, field: str) -> None:
    """Refuses what is not a finite number of at least zero, or not one such number per patient in float64."""
    if isinstance(value, np.ndarray):
        _guard_array(value, field)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise InputRefused("not_a_number", field, "give_float_or_float64_array")
    elif not math.isfinite(value):
        raise InputRefused("not_finite", field, "give_finite_number")
    elif value < 0:
        raise InputRefused("negative", field, "give_zero_or_more")


def guard_positive(value: PerPatient, field: str) -> None:
    """Refuses what `guard_amount` refuses, and zero: it will divide."""
    guard_amount(value, field)
    if np.min(value) == 0:
        raise InputRefused("zero", field, "give_more_than_zero")


def guard_time(t_min: float, field: str) -> None:
    """Refuses a time that is not one finite number."""
    if isinstance(t_min, bool) or not isinstance(t_min, int | float):
        raise InputRefused("not_a_number", field, "give_minutes_as_float")
    if not math.isfinite(t_min):
        raise InputRefused("not_finite", field, "give_finite_number")


def patients_in(values: Iterable[PerPatient], field: str) -> int:
    """How many patients these numbers describe; 1 when every number is plain. Arrays of length 1 stretch as well."""
    lengths = {len(value) for value in values if isinstance(value, np.ndarray)} - {1}
    if len(lengths) > 1:
        raise InputRefused("patients_differ", field, "give_arrays_of_one_length")
    return lengths.pop() if lengths else 1


def of_patients(value: PerPatient, start: int, stop: int) -> PerPatient:
    """The number of the patients from `start` up to, not including, `stop`."""
    if isinstance(value, np.ndarray) and len(value) > 1:
        return value[start:stop]
    return value


def _guard_array(value: Floats, field: str) -> None:
    if value.dtype != np.float64:
        raise InputRefused("not_float64", field, "give_float64_array")
    if value.ndim != 1 or value.size == 0:
        raise InputRefused("not_one_per_patient", field, "give_array_of_shape_patients")
    low, high = value.min(), value.max()
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputRefused("not_finite", field, "give_finite_numbers")
    if low < 0:
        raise InputRefused("negative", field, "give_zero_or_more")


def empty(*shape: int) -> Floats:
    """An array to be filled, starting at a cache line: unaligned ones halve the speed of vector arithmetic."""
    count = math.prod(shape)
    if count < WORTH_ALIGNING:
        return np.empty(shape)
    room = np.empty(count + CACHE_LINE // 8)
    first = -room.ctypes.data % CACHE_LINE // 8
    return room[first : first + count].reshape(shape)
