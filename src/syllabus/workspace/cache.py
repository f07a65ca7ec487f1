"""What was worked out before, so that it need not be again: it changes no result, only the time.

Each `Memory` is a file in the user's cache, by the name of what it holds. One that is damaged, not
under the user's seal, or of another state of this program is as good as none, and so is one that
cannot be written.
"""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from functools import lru_cache, wraps
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from syllabus.workspace.files import read_file, remove_file, write_private
from syllabus.workspace.signatures import is_sealed, seal
from syllabus.workspace.stamps import look_at_program
from syllabus.workspace.system import user_cache

_P = ParamSpec("_P")
_T = TypeVar("_T")

_OTHERS = 1_000_000
"""Bytes of what was not asked for in a run that are kept, the newest of it."""
_MOST = 16
"""Memories that one process has open."""
_LONGEST = 30 * 24 * 3600
"""Seconds after which a file that nobody wrote to is removed."""


class Memory:
    """Values by the keys of what they were made from; a key has to say all of it."""

    def __init__(self, path: Path | None, others: int = _OTHERS) -> None:
        self._path = path
        self._others = others
        self._kept: dict[str, bytes] = _read(path) if path else {}
        self._new: dict[str, bytes] = {}
        self._whole: dict[str, object] = {}
        self._used: set[str] = set()

    def find(self, key: str, known: Sequence[Hashable] = ()) -> Any:
        """Return what was put under a key, None where nothing was.

        Where the value that was put refers to one of the `known`, this one refers to that of the
        same place in `known`.
        """
        self._used.add(key)
        if not known and key in self._whole:
            return self._whole[key]
        content = self._new.get(key) or self._kept.get(key)
        if content is None:
            return None
        try:
            value = _Unpickler(content, known).load()
        except Exception:  # whatever it is, it costs only time
            return None
        if not known:
            self._whole[key] = value
        return value

    def put(
        self, key: str, value: object, known: Sequence[Hashable] = (), *, closed: bool = False
    ) -> None:
        """Keep a value, which must not be changed any more.

        It refers to the `known` values by their numbers; what is `closed` is not kept if it refers
        to others of their types.
        """
        self._used.add(key)
        if not known:
            self._whole[key] = value  # made into bytes when it is written, if ever
            self._new[key] = b""
        elif content := _pickled(value, known, closed=closed):
            self._new[key] = content

    def keep(self) -> None:
        """Write what this run asked for, and of the rest the newest, if there is anything new."""
        if self._path is not None and self._new:
            new = {key: made or _pickled(self._whole[key]) for key, made in self._new.items()}
            everything = {key: made for key, made in (self._kept | new).items() if made}
            used = {key: everything.pop(key) for key in list(everything) if key in self._used}
            room = self._others
            for key in reversed(list(everything)):
                room -= len(everything[key])
                if room < 0:
                    del everything[key]
            self._kept = everything | used
            _write(self._path, self._kept)
        self._new, self._whole, self._used = {}, {}, set()


_opened: dict[Path, Memory] = {}


def memory(*name: str, others: int = _OTHERS) -> Memory:
    """Return the memory of a name; `others` bounds the bytes that a run did not ask for."""
    folder = user_cache()
    if folder is None:
        return Memory(None)
    digest = blake2b("\n".join(name).encode("utf-8", "surrogatepass"), digest_size=16)
    path = folder / "memory" / digest.hexdigest()
    if path not in _opened:
        if not seal(b""):
            return Memory(None)
        while len(_opened) >= _MOST:
            _opened.pop(next(iter(_opened))).keep()
        _opened[path] = Memory(path, others)
    return _opened[path]


def key_of(*parts: object) -> str:
    """Return a key that says all of the parts: texts, bytes, and what `repr` tells apart."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part
        if not isinstance(data, bytes):
            text = data if isinstance(data, str) else repr(data)
            data = text.encode("utf-8", "surrogatepass")
        # Its type and length first, so that no two lists of parts run together.
        digest.update(f"{type(part).__name__} {len(data)} ".encode() + data)
    return digest.hexdigest()


def memoized(name: str) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Have a function asked once for the same arguments, from one run to the next.

    `name` is that of the memory. The arguments are texts, bytes or values whose `repr` says all of
    them, and decide what the function returns.
    """

    def decorate(work: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(work)
        def recall(*given: _P.args, **named: _P.kwargs) -> _T:
            kept = memory(name)
            key = key_of(work.__qualname__, *given, *sorted(named.items()))
            found: tuple[_T] | None = kept.find(key)
            if found is None:
                found = (work(*given, **named),)
                kept.put(key, found)
            return found[0]

        return recall

    return decorate


def keep_all() -> None:
    """Write what all memories of this process have learned."""
    for each in _opened.values():
        each.keep()


class _Pickler(pickle.Pickler):
    def __init__(self, file: BytesIO, known: Sequence[Hashable], *, closed: bool) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._closed = closed
        self._places = {each: place for place, each in enumerate(known)}
        self._kinds = {type(each) for each in known}

    def persistent_id(self, value: Any) -> int | None:
        if type(value) not in self._kinds:
            return None
        place = self._places.get(value)
        if place is None and self._closed:
            raise pickle.PicklingError(value)
        return place


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, known: Sequence[Hashable]) -> None:
        super().__init__(BytesIO(content))
        self._known = known

    def persistent_load(self, place: int) -> Hashable:
        return self._known[place]


def _pickled(value: object, known: Sequence[Hashable] = (), *, closed: bool = False) -> bytes:
    """Return a value as bytes, none where that cannot be."""
    try:
        if not known:
            return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        _Pickler(file := BytesIO(), known, closed=closed).dump(value)
    except Exception:  # whatever it is, it costs only time
        return b""
    return file.getvalue()


def _read(path: Path) -> dict[str, bytes]:
    try:
        mark, _, content = read_file(path, own=True).partition(b"\n")
        stamp, _, values = content.partition(b"\n")
        if stamp != _program() or not is_sealed(content, mark.decode("ascii", "replace")):
            return {}
        found: dict[str, bytes] = pickle.loads(values)  # noqa: S301 - under the user's seal
    except Exception:  # whatever it is, it costs only time
        return {}
    return found


def _write(path: Path, values: dict[str, bytes]) -> None:
    with suppress(OSError):
        content = _program() + b"\n" + pickle.dumps(values, pickle.HIGHEST_PROTOCOL)
        # It holds what records say, and so what only members are to know.
        write_private(path, f"{seal(content)}\n".encode() + content)
        for file in path.parent.iterdir():
            if file.stat().st_mtime < time.time() - _LONGEST:
                remove_file(file)


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Return what tells this state of the program, and of Python, from others; raises `OSError`."""
    state = repr((sys.version, sorted(look_at_program().items())))
    return blake2b(state.encode(), digest_size=16).hexdigest().encode()
