"""`slowdrip open-clinic`: the first clinic of an installation, or another one, and its first medical director."""

from slowdrip.cli.open_clinic.command import open_clinic

__all__ = ["open_clinic"]
