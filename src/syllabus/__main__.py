"""Where the program starts, by its name or by `python -m syllabus`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it with a word, also while it is still being read."""
    try:
        from syllabus.cli import main as commands

        commands(prog_name="syllabus")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)  # as in `cli.terminal`, which may not be read yet


if __name__ == "__main__":
    main()
