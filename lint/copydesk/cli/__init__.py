"""The command line, one file per command."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from copydesk import __version__
from copydesk.cli.group import CONTEXT, ClosedPipe, LazyGroup
from copydesk.cli.streams import complain, prepare, silence
from copydesk.output.escape import visible


class Ended(BaseException):
    """The process was asked to end, by Ctrl-C or a signal."""


_asked = 0  # the exit code of the signal that asked


def _end(number: int, _frame: FrameType | None) -> None:
    """Raise Ended, and again every second: what is raised inside a callback or a fork is lost."""
    global _asked
    _asked = _asked or 128 + number
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, _end)
        signal.alarm(1)
    raise Ended


def _unraisable(said: sys.UnraisableHookArgs) -> None:
    """Say nothing of an Ended that a callback lost; the alarm asks again."""
    if said.exc_type is not Ended:
        sys.__unraisablehook__(said)


def _leave() -> NoReturn:
    """End at once, and the workers too: waiting for one that was stopped at work would never end."""
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for process in multiprocessing.active_children():
            process.terminate()
    sys.stderr.flush()
    os._exit(_asked)


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Print the version; with -v, also whether the compiled kernel runs or numpy does its work."""
    verbose = context.params.pop("verbose", False)
    if verbose and not asked:
        raise click.UsageError("-v goes with --version here; otherwise give it after the command")
    if not asked or context.resilient_parsing:
        return
    click.echo(f"copydesk {__version__}")
    if verbose:
        from copydesk.columns.kernel import kernel

        click.echo("kernel: compiled" if kernel() else "kernel: numpy")
    context.exit()


@click.group(cls=LazyGroup, context_settings=CONTEXT, invoke_without_command=False)
@click.option("-v", "--verbose", is_flag=True, is_eager=True, hidden=True)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit; with -v, also whether the compiled kernel is on.",
)
def cli() -> None:
    """Find repeated, garbled, misplaced and boilerplate passages in text files.

    Start with: copydesk check articles/
    """


def main() -> None:
    """Run the command line and end the process.

    Exit codes: 0 nothing found, 1 findings, 2 an error, 130 or 143 a signal, 141 a closed pipe.

    Start and end are most of a small run: without the three measures below they take 0.35 s instead
    of 0.24 (2026-11).
    """
    gc.disable()  # imports stay, and a run releases its batches itself
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # otherwise numpy starts a thread for each core, for small products
    prepare()
    sys.unraisablehook = _unraisable
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # as `nohup` and `&` in a script ask for
            signal.signal(number, _end)
    try:
        code = run_command()
        sys.stderr.flush()
    except Ended:
        _leave()
    except (ClosedPipe, BrokenPipeError):
        silence()
        code = 141
    except OSError:  # standard error takes nothing more, so there is nobody to tell
        silence()
        code = 2
    gc.freeze()  # otherwise the interpreter searches everything for cycles at its end
    sys.exit(_asked or code)


def run_command() -> int:
    """Run a command and return its exit code; raises what a closed stream or a signal raises."""
    try:
        code = cli.main(standalone_mode=False, prog_name="copydesk")
        sys.stdout.flush()
    except click.ClickException as error:
        complain(error.format_message())
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(
            f"{error.filename}: {error.strerror}"
            if error.filename
            else str(error.strerror or error)
        )
        silence()
    except Exception:
        if _asked:  # Python wraps what is raised while a class is made
            raise Ended from None
        # A defect of copydesk itself: shown in full, never with the exit code for findings.
        import traceback

        for line in traceback.format_exc().splitlines():
            click.echo(visible(line), err=True)
        complain("internal error; please report it with the traceback above")
    else:
        return code if isinstance(code, int) else 0
    return 2
