"""The sandbox that TeX runs in: what it may see, what it may use, and how long it may take."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Thread

from syllabus.model.engine import Engine
from syllabus.on_demand import dataclass
from syllabus.workspace import system
from syllabus.workspace.files import make_folder, mark_used, remove_folder
from syllabus.workspace.system import end_group, find_program, own_group, search_path, user_cache

FILE_LIMIT = 512 * 1024 * 1024
"""The largest file that TeX may write, in bytes."""

# The limits are set by a shell that then starts the command: they hold before anything runs and
# for everything it starts, on every POSIX system. A `preexec_fn` is unsafe once there are threads,
# and `resource.prlimit` is Linux's own and comes after the start.
#
# Standard input is a pipe that only Python holds open. When Python is gone, be it by `kill -9`, the
# pipe ends, and with it the whole group. Windows has neither such limits nor such a shell: there
# the time limit and the end of all that was started are Python's alone.
_LIMITED = """
ulimit -c 0 2>/dev/null; ulimit -f "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null
shift 2
exec 3<&0 </dev/null
{ read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 &
"$@" 3<&-
status=$?
kill -KILL $!
wait $! 2>/dev/null
exit $status
"""

GUARD = "reads.lua"
"""The file in the working folder that LuaTeX runs first: `GUARD_TEXT`."""

# From 1.17 on, LuaTeX holds the files that Lua opens against `openin_any` too. Under `p` its font
# loader then cannot read its own tables, which are found by absolute paths. Under `r`, this
# refuses what `p` does: TeX is to name files of the working folder and of its own trees alone.
# (kpathsea puts homes for `~` and values for `$`.)
GUARD_TEXT = r"""
callback.register("find_read_file", function(_, name)
  if name:find("^[/\\~$]") or name:find("^%a:") or name:find("..", 1, true) then
    texio.write_nl("log", "Not reading from " .. name)
    return nil
  end
  return kpse.find_file(name, "tex", true)
end)
"""

_SYSTEM_FOLDERS = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/perl",
    "/etc/texmf",
    "/var/lib/texmf",
)


_UNUSABLE: set[tuple[str, ...]] = set()
"""Sandbox commands that do not work on this machine."""

_PATIENCE = 5.0
"""Seconds that a test of one may take."""

_FONT_LIST = "luatex-cache/generic/names/luaotfload-names.lu*"
"""The names of this machine's fonts, in a font cache."""

_UNUSED = 30 * 24 * 3600
"""Seconds after which a project's cache of fonts is removed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended: `status` is None when its time was up; `output` is its last lines."""

    status: int | None
    output: str


def tex_environment(
    work: Path, engine: Engine, epoch: int, *, apart: bool = False
) -> dict[str, str]:
    """Return the whole environment of a TeX run in `work`; nothing else is handed down.

    A run `apart` has a font cache that no other project reads. The variables of texmf.cnf are those
    of kpathsea's manual; `SOURCE_DATE_EPOCH` and `FORCE_SOURCE_DATE` those of pdfTeX's and
    LuaTeX's.
    """
    fonts = (_font_cache(work, engine, apart=apart) or Path("home/texmf-var")).as_posix()
    temporary = str(work / "tmp")
    return {
        **system.basic_environment(),
        "PATH": search_path(),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": str(work / "home"),
        **dict.fromkeys(("TMPDIR", *(("TMP", "TEMP") if system.WINDOWS else ())), temporary),
        # Relative, because kpathsea would take a colon or a brace in the project's path apart.
        "TEXMFHOME": "home/texmf",
        "TEXMFCONFIG": "home/texmf-config",
        "TEXMFVAR": fonts,
        # Unless told, root would write into the system's own tree.
        "TEXMFCACHE": fonts,
        # Or folders are listed in search of each file that is not there.
        "texmf_casefold_search": "0",
        "openin_any": "p" if engine is Engine.PDFLATEX else "r",  # and `GUARD`
        "openout_any": "p",
        "shell_escape": "f",
        # A font that is not there is a fault at once, not half a minute of Metafont.
        "MKTEXPK": "0",
        "MKTEXTFM": "0",
        "MKTEXMF": "0",
        "SOURCE_DATE_EPOCH": str(epoch),
        "FORCE_SOURCE_DATE": "1",
        # TeX breaks its log's lines in the middle of words unless they may be long.
        "max_print_line": "1000",
        "error_line": "254",
        "half_error_line": "238",
    }


def run_sandboxed(
    command: Sequence[str],
    work: Path,
    engine: Engine,
    environment: Mapping[str, str],
    timeout: float,
    on_line: Callable[[str], None],
    *,
    reads: Path | None = None,
) -> Finished:
    """Run `command` in `work` with limits, within bubblewrap where that works.

    `timeout` is in seconds. `reads` is a file or folder elsewhere that it may read, and cannot
    change. Whatever ends the run early (the time limit, Ctrl-C, any other exception, even
    `kill -9`) ends every process it started. Raises `OSError` if it cannot be started.
    """
    deadline = time.monotonic() + timeout

    def run(sandbox: tuple[str, ...]) -> Finished:
        with start_command(sandbox, command, work, environment, timeout) as process:
            return follow(process, deadline, on_line)

    sandbox = find_sandbox(work, engine, environment)
    finished = run(with_window(sandbox, reads))
    # Many containers forbid bubblewrap, and an unusual TeX may be outside the visible folders.
    # Testing only after a failure saves every other run 0.01 s.
    if sandbox and finished.status and not _has_latex(sandbox, engine, search_path()):
        _UNUSABLE.add(sandbox)
        return run(())
    return finished


def find_sandbox(work: Path, engine: Engine, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the command that sandboxes a run in `work`; nothing where there is none that works."""
    fonts = Path(environment.get("TEXMFVAR", ""))
    sandbox = _sandbox(work, engine, search_path(), fonts if fonts.is_absolute() else None)
    return () if sandbox in _UNUSABLE else sandbox


def with_window(sandbox: tuple[str, ...], reads: Path | None) -> tuple[str, ...]:
    """Return a sandbox that shows what is at `reads`, too."""
    window = ("--ro-bind-try", str(reads), str(reads)) if sandbox and reads is not None else ()
    return (*sandbox, *window)


@contextmanager
def start_command(
    sandbox: tuple[str, ...],
    command: Sequence[str],
    work: Path,
    environment: Mapping[str, str],
    seconds: float,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command in a sandbox, or in none; at last, every process that it started is ended.

    `seconds` are those of CPU that it may use. Raises `OSError` if it cannot be started.
    """
    # A process that ignores the end of its group still uses up its seconds of CPU.
    limits = (str(FILE_LIMIT // 512), str(int(seconds) + 2))
    if system.WINDOWS:
        # A bare name would also be looked for in the working folder.
        whole = [find_program(command[0]) or command[0], *command[1:]]
    else:
        own = ("--",) if sandbox else ()
        whole = [*sandbox, *own, "/bin/sh", "-c", _LIMITED, "sh", *limits, *command]
    with subprocess.Popen(  # noqa: S603 - the command is ours, word by word
        whole,
        bufsize=0,
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL if system.WINDOWS else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **own_group(),
    ) as process:
        try:
            yield process
        finally:
            _kill_group(process)


def is_sandboxed(work: Path, engine: Engine) -> bool:
    """Return whether bubblewrap sandboxes what runs in `work`; the first call takes 0.01 s."""
    sandbox = find_sandbox(work, engine, {})
    if sandbox and not _has_latex(sandbox, engine, search_path()):
        _UNUSABLE.add(sandbox)
    return bool(sandbox) and sandbox not in _UNUSABLE


def follow(
    process: subprocess.Popen[bytes], deadline: float, on_line: Callable[[str], None]
) -> Finished:
    """Hand on the lines that a process prints until it ends, at a `deadline` of `monotonic`."""
    chunks: Queue[bytes] = Queue(16)
    # Not every system can wait for a pipe with a time limit: a thread waits without one.
    Thread(target=_read_all, args=(process, chunks), daemon=True).start()
    lines: list[str] = []
    unfinished = b""
    while (left := deadline - time.monotonic()) > 0:
        try:
            # Asked again and again: not every system lets Ctrl-C end a longer wait.
            chunk = chunks.get(timeout=min(left, 0.1))
        except Empty:
            continue
        if not chunk:
            break
        *complete, unfinished = (unfinished + chunk).split(b"\n")
        for line in complete:
            text = line.removesuffix(b"\r").decode("utf-8", "replace")
            on_line(text)
            lines.append(text)
        del lines[:-200]
        unfinished = unfinished[-65536:]
    try:
        status = process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        status = None
    return Finished(status, "\n".join([*lines, unfinished.decode("utf-8", "replace")]))


def _read_all(process: subprocess.Popen[bytes], chunks: Queue[bytes]) -> None:
    """Pass on a process's output until all its writers have closed it; then an empty chunk."""
    assert process.stdout is not None
    chunk = b"-"
    while chunk and process.returncode is None:
        try:
            chunk = process.stdout.read(65536)
        except (OSError, ValueError):  # it was closed, because the time was up
            return
        while process.returncode is None:
            with suppress(Full):
                chunks.put(chunk, timeout=0.1)
                break


def is_miktex() -> bool:
    """Return whether the TeX of the search path is MiKTeX, which has options of its own."""
    return "miktex" in (find_program("pdflatex") or "").lower()


def _font_cache(work: Path, engine: Engine, *, apart: bool) -> Path | None:
    """Return the folder where LuaTeX keeps its font caches: making them takes some seconds.

    It is the user's, not the project's, because LuaTeX runs what it finds there. And because LuaTeX
    also writes there whatever a program in TeX says, a project that brings one has a folder of its
    own; all others share one.
    """
    folder = user_cache() if engine is Engine.LUALATEX else None
    if folder is None:
        return None
    if not apart:
        return folder / "fonts" / "shared"
    own = blake2b(os.fsencode(os.path.realpath(work)), digest_size=16).hexdigest()
    with suppress(OSError):
        _keep_fonts(folder / "fonts" / own)
    return folder / "fonts" / own


def lists_fonts(work: Path, engine: Engine, *, apart: bool) -> bool:
    """Return whether TeX makes its list of this machine's fonts first: once, in half a minute."""
    if engine is not Engine.LUALATEX or is_miktex():
        return False
    fonts = _font_cache(work, engine, apart=apart)
    return fonts is not None and not any(fonts.glob(_FONT_LIST))


def _keep_fonts(folder: Path) -> None:
    """Make a folder of one project's, or mark it as in use, and remove those long out of use."""
    make_folder(folder)
    mark_used(folder)
    for other in folder.parent.iterdir():
        if other.name != "shared" and other.stat().st_mtime < time.time() - _UNUSED:
            with suppress(OSError):
                remove_folder(other)


@cache
def _sandbox(
    work: Path, engine: Engine, search_path: str, fonts: Path | None = None
) -> tuple[str, ...]:
    """Return the command that sandboxes a TeX run, or nothing without bubblewrap."""
    program = None if system.WINDOWS else find_program("bwrap", search_path)
    if program is None:
        return ()
    sandbox = [program, "--unshare-all", "--die-with-parent", "--proc", "/proc", "--dev", "/dev"]
    sandbox += ["--tmpfs", "/tmp"]  # noqa: S108 - LuaTeX's pictures of characters pass through it
    for folder in (*_SYSTEM_FOLDERS, *_tex_folders(engine, search_path)):
        sandbox += ["--ro-bind-try", folder, folder]
    if fonts is not None:
        make_folder(fonts)
    for writable in (work, fonts):
        if writable is not None:
            sandbox += ["--bind", str(writable), str(writable)]
    return (*sandbox, "--chdir", str(work))


@cache
def _has_latex(sandbox: tuple[str, ...], engine: Engine, search_path: str) -> bool:
    """Return whether LaTeX can be found inside a sandbox.

    A timeout on a busy machine is no reason to run without the sandbox.
    """
    question = ("kpsewhich", f"-progname={engine.value}", "article.cls")
    try:
        with subprocess.Popen(  # noqa: S603 - the command is ours, word by word
            [*sandbox, "--", *question],
            env={"PATH": search_path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **own_group(),
        ) as process:
            try:
                process.communicate(timeout=_PATIENCE)
            finally:
                # All at once: bubblewrap's inner process waits for its outer one without end, and
                # heeds nothing but SIGKILL.
                _kill_group(process)
    except (OSError, subprocess.TimeoutExpired):
        return True
    return process.returncode == 0


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        end_group(process.pid)  # not yet waited for, so the number is still this group's


def _tex_folders(engine: Engine, search_path: str) -> list[str]:
    """Return the folder of a TeX Live that is installed outside the system's own folders."""
    program = find_program(engine.value, search_path)
    if program is None:
        return []
    # .../texlive/2024/bin/x86_64-linux/pdftex, and texmf-local beside the year.
    real = Path(program).resolve()
    if real.parent.parent.name != "bin":
        return []
    root = real.parents[2]
    return [str(root), str(root.with_name("texmf-local"))]
