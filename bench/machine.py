"""What the figures were measured on: date, processor, memory, disk, versions."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection


def machine(place: Path) -> str:
    """Gives the machine and versions as Markdown lines; `place` is the folder the database lives in."""
    facts = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": f"{_processor()}, {os.cpu_count()} cores; load over the last minute {os.getloadavg()[0]:.1f}",
        "memory": f"{_memory_gib():.0f} GiB",
        "file system": _file_system(place),
        "system": platform.platform(),
        "Python, Django": f"{platform.python_version()}, {django.get_version()}",
        "database": database(),
    }
    return "".join(f"- {name}: {value}\n" for name, value in facts.items())


def database() -> str:
    """Gives the database with its version and durability."""
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, journal_mode=TRUNCATE, synchronous=FULL"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return f"PostgreSQL {version}, synchronous_commit=on, fsync=on"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _file_system(place: Path) -> str:
    asked = subprocess.run(["df", "--output=fstype", str(place)], capture_output=True, text=True, check=False)
    return asked.stdout.split()[-1] if asked.stdout.split() else "unknown"
