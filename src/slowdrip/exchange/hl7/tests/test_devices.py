"""Two beds behind one gateway are two monitors, or none; never one."""

import pytest

from slowdrip.exchange.hl7 import devices
from slowdrip.exchange.hl7.segments import Segment
from slowdrip.exchange.hl7.tests.messages import read

ROW = "OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1|97|262688^MDC_DIM_PERCENT^MDC|||||R|||20260302150405+0000"


def device(place: str, *, name: str = "GATEWAY", row: str = ROW, order: str = "OBR|1", more: str = "") -> str:
    """The device of a message from a gateway, with a place in PV1-3."""
    lines = [f"MSH|^~\\&|{name}||||20260302150405+0000||ORU^R01|1|P|2.6", f"PV1||O|{place}", more, order, row]
    return read("\r".join(each for each in lines if each).encode()).sending_device


def test_a_gateway_with_a_place_is_named_with_the_place() -> None:
    assert device("WARD^^BED3") == "GATEWAY / WARD^^BED3"
    assert device("WARD^^BED4^^") == "GATEWAY / WARD^^BED4"


def test_the_room_and_the_bed_of_the_same_name_are_two_places() -> None:
    assert device("WARD^3") != device("WARD^^3")


@pytest.mark.parametrize("place", ["", '""', "^^^", "^^^HOSPITAL", '""^""^""', "B" * 120])
def test_a_gateway_without_a_place_of_its_own_for_the_bed_names_no_device(place: str) -> None:
    assert device(place) == ""


def test_two_places_in_one_message_name_no_device() -> None:
    assert device("WARD^^BED3", more="PV1||O|WARD^^BED4") == ""
    assert device("WARD^^BED3", more="PV1||O|WARD^^BED3") == "GATEWAY / WARD^^BED3"


def test_a_place_without_a_sender_names_no_device() -> None:
    assert device("WARD^^BED3", name="") == ""


def test_a_long_name_of_a_gateway_is_cut_and_never_the_bed() -> None:
    three, four = (device(f"WARD^^BED{number}", name="G" * 200) for number in (3, 4))
    assert (len(three), len(four)) == (120, 120)
    assert (three[-4:], four[-4:]) == ("BED3", "BED4")


def test_a_device_that_names_itself_is_the_same_device_in_another_bed() -> None:
    named = ROW + "||||MON-7"
    assert device("WARD^^BED3", row=named) == device("WARD^^BED4", row=named) == "MON-7"
    assert device("WARD^^BED3", order="OBR|1||4^UNIT^00A1B700980CCC80^EUI-64") == "00A1B700980CCC80"
    assert device("WARD^^BED3", more="ORC|NW" + "|" * 17 + "MON-8") == "MON-8"


def only_the_name(name: str, visits: list[Segment]) -> str:
    return name


def test_planted_fault_a_reader_that_takes_the_gateway_for_the_monitor_makes_one_of_two_beds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert device("WARD^^BED3") != device("WARD^^BED4")
    monkeypatch.setattr(devices, "behind_gateway", only_the_name)
    assert device("WARD^^BED3") == device("WARD^^BED4")
