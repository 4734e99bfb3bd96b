"""Work that must not stop what stands beside it: what fails is logged, and whoever looks next tries again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def logged(log: logging.Logger, words: str, *about: object) -> Iterator[None]:
    """Lets an error of the block end the block and nothing else; it stands in the log with these words."""
    try:
        yield
    except Exception:  # whatever it was: the caller chose what goes on without it
        log.exception(words, *about)
