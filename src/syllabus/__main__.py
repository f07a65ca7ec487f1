"""Where the program starts, by its name or by `python -m syllabus`."""

from __future__ import annotations

import gc
import sys

COLLECT_AFTER = 200_000
"""New objects after which Python's garbage collector looks for cycles; builds make few."""


def _is_utf8(stream: object) -> bool:
    return str(getattr(stream, "encoding", "utf-8")).lower() in ("utf-8", "utf8")


def main() -> None:
    """Run the command line; Ctrl-C ends it with a word, also while it is still being read."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        if sys.platform == "win32":
            from syllabus.workspace.system import use_utf8

            use_utf8()
        if not (_is_utf8(sys.stdout) and _is_utf8(sys.stderr)):
            from syllabus.workspace.encoding import print_what_can_be

            print_what_can_be()
        from syllabus.workspace.interrupts import exit_on_interrupt

        exit_on_interrupt()
        from syllabus.cli import main as commands

        commands(prog_name="syllabus")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)  # as in `interrupts`, which was not read yet
    finally:
        gc.freeze()  # else Python looks through all of it once more before the process ends


if __name__ == "__main__":
    main()
