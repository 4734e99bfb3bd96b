"""Reader and simulated monitor run without Django, without the clinic, and without anybody's HL7 package."""

import subprocess
import sys

ROOMS = (
    "slowdrip.exchange.hl7.parsing, slowdrip.exchange.hl7.acknowledging, slowdrip.exchange.hl7.framing, "
    "slowdrip.exchange.simulated.monitor, slowdrip.cli.monitor"
)
UNWANTED = "{'django', 'hl7', 'slowdrip.clinic', 'slowdrip.site'}"


def test_nothing_of_the_clinic_is_loaded() -> None:
    code = f"import sys, {ROOMS}; print(sorted({UNWANTED} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
