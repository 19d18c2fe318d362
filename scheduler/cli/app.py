"""All commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from scheduler.cli import (
    account,
    check,
    diff,
    edit,
    explain,
    exporting,
    fit,
    importing,
    load,
    make,
    n_minus_one,
    plot,
    plot_sweep,
    prices,
    reshuffle,
    schema,
    serve,
    show,
    solve,
    storing,
    sweep,
    today,
    why_not,
    work,
)

# Plain help: the rich one takes longer to import than everything else together.
app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
for module in (
    *(make, check, solve, explain, show, diff, edit, reshuffle, today, fit),
    *(schema, plot, load, serve, work),
):
    app.command(name=module.__name__.rpartition(".")[2])(module.run)
app.command(name="sweep")(sweep.run)
app.command(name="n-1")(n_minus_one.run)
app.command(name="why-not")(why_not.run)
app.command(name="prices")(prices.run)
app.command(name="plot-sweep", hidden=True, cls=plot_sweep.BesidePlot)(plot_sweep.run)
for command in (storing.migrate, storing.backup, storing.restore, storing.tidy):
    app.command()(command)
for name, group in (("account", account.app), ("import", importing.app), ("export", exporting.app)):
    app.add_typer(group, name=name)


def _print_version(wanted: bool) -> None:
    if wanted:
        from scheduler import __version__

        print(f"fieldweek {__version__}")
        raise typer.Exit


@app.callback()
def fieldweek(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a defect.")] = False,
) -> None:
    """Plan the week of a Big Picture Learning school, check it, and say why."""
