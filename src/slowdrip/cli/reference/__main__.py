"""Prints a reference page: `python -m slowdrip.cli.reference events > docs/reference/events.md`."""

import sys

from slowdrip.cli.reference import commands, events

PAGES = {"events": events.page, "cli": commands.page}


def main(arguments: list[str]) -> int:
    """Prints the page that was asked for and gives the exit status."""
    if len(arguments) != 1 or arguments[0] not in PAGES:
        print(f"usage: python -m slowdrip.cli.reference {'|'.join(PAGES)}", file=sys.stderr)
        return 2
    sys.stdout.write(PAGES[arguments[0]]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
