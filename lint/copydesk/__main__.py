"""Run copydesk as `python -m copydesk` and as `copydesk`."""

from __future__ import annotations

import signal


def run() -> None:
    """Run the command line; a Ctrl-C while its modules load ends the process without a traceback."""
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from copydesk.cli import main

    main()


if __name__ == "__main__":
    run()
