"""Where the program starts, by its name or by `python -m syllabus`."""

from __future__ import annotations

import gc
import sys

COLLECT_AFTER = 200_000
"""Objects more than before, until Python looks for rings that nobody has; builds make few."""


def main() -> None:
    """Run the command line; Ctrl-C ends it with a word, also while it is still being read."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        if sys.platform == "win32":
            from syllabus.workspace.system import speak_utf8

            speak_utf8()
        from syllabus.workspace.interrupts import end_at_once

        end_at_once()
        from syllabus.cli import main as commands

        commands(prog_name="syllabus")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)  # as in `interrupts`, which was not read yet
    finally:
        gc.freeze()  # else Python looks through all of it once more before the process ends


if __name__ == "__main__":
    main()
