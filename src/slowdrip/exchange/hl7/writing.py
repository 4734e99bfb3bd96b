"""A monitor's message in PCD-01's own words, for the simulated monitor and for tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import Final

from slowdrip.exchange.hl7.segments import escaped

# Code and unit that a plain PCD-01 monitor sends for each channel.
SENT_AS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "heart_rate": ("147842^MDC_ECG_HEART_RATE^MDC", "264864^MDC_DIM_BEAT_PER_MIN^MDC"),
        "pulse_rate": ("149530^MDC_PULS_OXIM_PULS_RATE^MDC", "264864^MDC_DIM_BEAT_PER_MIN^MDC"),
        "spo2": ("150456^MDC_PULS_OXIM_SAT_O2^MDC", "262688^MDC_DIM_PERCENT^MDC"),
        "nibp_sys": ("150021^MDC_PRESS_BLD_NONINV_SYS^MDC", "266016^MDC_DIM_MMHG^MDC"),
        "nibp_dia": ("150022^MDC_PRESS_BLD_NONINV_DIA^MDC", "266016^MDC_DIM_MMHG^MDC"),
        "nibp_mean": ("150023^MDC_PRESS_BLD_NONINV_MEAN^MDC", "266016^MDC_DIM_MMHG^MDC"),
        "resp_rate": ("151578^MDC_TTHOR_RESP_RATE^MDC", "264928^MDC_DIM_RESP_PER_MIN^MDC"),
        "temperature": ("150364^MDC_TEMP_BODY^MDC", "268192^MDC_DIM_DEGC^MDC"),
    }
)
SYSTEM: Final = "69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC"


@dataclass(frozen=True, slots=True)
class Sent:
    """One value as a monitor sends it: text, because a monitor also sends what is no number."""

    channel: str
    text: str
    at: datetime
    status: str = "R"


def oru(
    device: str,
    control_id: str,
    at: datetime,
    readings: Iterable[Sent],
    *,
    patient_id: str = "",
    location: str = "",
    zone: tzinfo = UTC,
) -> bytes:
    """One ORU^R01 of a device, sent at `at`, its times written in `zone`."""
    name, sent_at = escaped(device), stamp(at, zone)
    lines = [
        f"MSH|^~\\&|SLOWDRIP_MONITOR^{name}^EUI-64|SIMULATED|||{sent_at}||ORU^R01^ORU_R01|{escaped(control_id)}"
        "|P|2.6|||NE|AL||UNICODE UTF-8",
        f"PID|||{escaped(patient_id)}",
        f"PV1||O|{escaped(location)}",
        f"OBR|1||{escaped(control_id)}^SLOWDRIP_MONITOR^{name}^EUI-64|182777000^monitoring of patient^SCT|||{sent_at}",
        f"OBX|1||{SYSTEM}|1.0.0.0|||||||X|||||||{name}",
    ]
    lines += [_row(number, reading, zone) for number, reading in enumerate(readings, 2)]
    return "".join(f"{line}\r" for line in lines).encode()


def stamp(moment: datetime, zone: tzinfo = UTC) -> str:
    """An instant as HL7 writes it, with milliseconds and offset."""
    local = moment.astimezone(zone)
    return f"{local:%Y%m%d%H%M%S}.{local.microsecond // 1000:03}{local:%z}"


def _row(number: int, reading: Sent, zone: tzinfo) -> str:
    code, unit = SENT_AS[reading.channel]
    value, at = escaped(reading.text), stamp(reading.at, zone)
    return f"OBX|{number}|NM|{code}|1.1.1.{number}|{value}|{unit}|||||{reading.status}|||{at}"
