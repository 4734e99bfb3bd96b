"""Keeps the addresses of patients out of the log: whoever reads one there could answer in the patient's place."""

import logging
import re
from typing import Final

BEHIND_A_CLINIC: Final = re.compile(r"(/p/[^/\s\"']+/)[^\s\"']+")
MASK: Final = r"\1…"


class Links(logging.Filter):
    """Masks what follows `/p/<clinic>/` in each record: a token, or which question was asked."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through, masked."""
        record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(each) for each in record.args)
        elif record.args:
            record.args = {name: masked(each) for name, each in record.args.items()}
        return True


def masked(said: object) -> object:
    """Gives what is said without what follows `/p/<clinic>/`; anything else as it is."""
    text = str(said)
    shown = BEHIND_A_CLINIC.sub(MASK, text)
    return said if shown == text else shown
