"""`slowdrip worker`: runs the heavy, repeatable jobs (the daily backup), and sends messages to people."""

from slowdrip.cli.installation import open_installation


def worker() -> None:
    """Run queued jobs and send messages until stopped."""
    open_installation()
    from django.core.management import call_command

    from slowdrip.cli.courier import Courier

    courier = Courier()
    courier.start()
    try:
        call_command("db_worker", "--interval", "2", verbosity=0)
    finally:
        courier.stop()
