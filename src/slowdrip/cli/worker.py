"""`slowdrip worker`: runs the heavy, repeatable jobs (the daily backup)."""

from slowdrip.cli.installation import open_installation


def worker() -> None:
    """Run queued jobs until stopped."""
    open_installation()
    from django.core.management import call_command

    call_command("db_worker", "--interval", "2", verbosity=0)
