"""The types stand alone: importing them reads no file."""

import subprocess
import sys

PROBE = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import slowdrip.knowledge.types
assert "slowdrip.knowledge.policies" not in sys.modules
assert not [name for name in opened if name.endswith(".toml")]
"""


def test_importing_the_types_reads_no_data_file() -> None:
    subprocess.run([sys.executable, "-c", PROBE], check=True)
