"""`slowdrip`: every command of an installation, each in its own file."""

import typer

from slowdrip.cli import (
    backup,
    check,
    clock,
    demo,
    listen,
    monitor,
    open_clinic,
    password_link,
    second_factor,
    serve,
    simulate,
    validate,
    verify,
    worker,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Slowdrip: the clinic's ketamine infusion system.")
app.command("demo")(demo.demo)
app.command("open-clinic")(open_clinic.open_clinic)
app.command("serve")(serve.serve)
app.command("listen")(listen.listen)
app.command("monitor")(monitor.monitor)
app.command("clock")(clock.clock)
app.command("worker")(worker.worker)
app.command("simulate")(simulate.simulate)
app.command("validate")(validate.validate)
app.command("check")(check.check)
app.command("verify")(verify.verify)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("rehearse")(backup.rehearse)
app.command("password-link")(password_link.password_link)
app.command("reset-second-factor")(second_factor.reset_second_factor)


if __name__ == "__main__":
    app()
