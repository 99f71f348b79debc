"""Run copydesk as `python -m copydesk`."""

from copydesk.cli import main

main()
