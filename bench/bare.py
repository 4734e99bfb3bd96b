"""The bare baseline: one row of an event's size per commit, without Django, audit, fold or rules."""

from __future__ import annotations

import json
import sqlite3
from time import thread_time
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from bench.charting import Work

COLUMNS = "id, clinic, infusion, kind, payload, occurred_at, recorded_at, by_id"
CREATE = """
CREATE TABLE IF NOT EXISTS bench_event (
    id text PRIMARY KEY, clinic text NOT NULL, infusion text NOT NULL, kind text NOT NULL, payload text NOT NULL,
    occurred_at text NOT NULL, recorded_at text NOT NULL, by_id text NOT NULL)
"""
INDEX = "CREATE INDEX IF NOT EXISTS bench_event_story ON bench_event (clinic, infusion, occurred_at)"


def prepare() -> None:
    """Makes the table of the bare rows in the database that is measured."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute(INDEX)
        if connection.vendor == "postgresql":
            cursor.execute(f'GRANT SELECT, INSERT ON bench_event TO "{settings.SLOWDRIP_APP_ROLE}"')


def bare_inserts(work: Work) -> float:
    """Inserts as many rows per commit as the action stores events; gives the processor's seconds."""
    worked_since = thread_time()
    insert = _sqlite if connection.vendor == "sqlite" else _postgres
    insert(work)
    return thread_time() - worked_since


def _rows(work: Work) -> list[tuple[str, ...]]:
    at = work.since.isoformat()
    payload = json.dumps({"sbp_mmhg": 121, "dbp_mmhg": 76, "hr_per_min": 72, "spo2_pct": 98, "rr_per_min": 14})
    same = (str(work.nurse.clinic_id), str(work.infusions[0]), "vitals", payload, at, at, str(work.nurse.actor_id))
    return [(str(uuid4()), *same) for _ in range(work.together)]


def _sqlite(work: Work) -> None:
    database = settings.DATABASES["default"]
    bare = sqlite3.connect(database["NAME"], timeout=20, isolation_level=None)
    for pragma in database["OPTIONS"]["init_command"].split(";"):
        bare.execute(pragma)
    insert = f"INSERT INTO bench_event ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  # constants only
    for _ in range(work.actions):
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany(insert, _rows(work))
        bare.execute("COMMIT")
    bare.close()


def _postgres(work: Work) -> None:
    import psycopg

    values = settings.DATABASES["default"]
    address = {name: values[key] for name, key in (("host", "HOST"), ("port", "PORT"), ("dbname", "NAME"))}
    secret = {"user": values["USER"], "password": values["PASSWORD"]}
    insert = f"INSERT INTO bench_event ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608  # constants only
    with psycopg.connect(**address, **secret) as bare:
        for _ in range(work.actions):
            with bare.cursor() as cursor:
                cursor.executemany(insert, _rows(work))
            bare.commit()
