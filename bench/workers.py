"""Workers that chart at the same time: threads on SQLite, processes on PostgreSQL.

This module imports no model: a new process reads it before Django is set up.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from urllib.parse import urlsplit, urlunsplit

from django.db import connection


@contextmanager
def workers_of(count: int) -> Iterator[Executor]:
    """Gives that many workers; processes connect as the application does, so row-level security applies to them."""
    if connection.vendor == "sqlite":
        with ThreadPoolExecutor(count) as threads:
            yield threads
        return
    owner_url = os.environ["SLOWDRIP_DATABASE_URL"]
    os.environ["SLOWDRIP_DATABASE_URL"] = as_application(owner_url)
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=open_process) as processes:
            yield processes
    finally:
        os.environ["SLOWDRIP_DATABASE_URL"] = owner_url


def as_application(owner_url: str) -> str:
    """Gives the database's address for the application role, which owns nothing."""
    parts = urlsplit(owner_url)
    host = f"{os.environ['SLOWDRIP_APP_ROLE']}:{parts.password}@{parts.hostname}:{parts.port}"
    return urlunsplit(parts._replace(netloc=host))


def open_process() -> None:
    """Sets Django up in a new worker process."""
    import django

    django.setup()


def connect(_: int) -> None:
    """Opens this worker's connection before the time is taken."""
    connection.ensure_connection()
