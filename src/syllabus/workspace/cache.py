"""Results kept between runs: the cache changes no result, only how long it takes.

Each `Cache` is a file in the user's cache folder, named by what it holds. A file that is damaged,
not signed with the user's key, or written by another version of this program is ignored. A file
that cannot be written is no error.
"""

from __future__ import annotations

import copyreg
import pickle
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, wraps
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from syllabus.workspace.files import read_file, remove_file, write_private
from syllabus.workspace.signatures import is_signed, sign
from syllabus.workspace.stamps import stamp_program
from syllabus.workspace.system import user_cache

_P = ParamSpec("_P")
_T = TypeVar("_T")

_MAX_OTHERS = 1_000_000
"""Bytes of the newest values that are kept although this run did not use them."""
_MAX_OPEN = 16
"""How many caches a process keeps open."""
_MAX_AGE = 30 * 24 * 3600
"""Seconds without a write after which a file is removed."""


class Cache:
    """Values by key; a key must cover everything that its value was made from."""

    def __init__(self, path: Path | None, others: int = _MAX_OTHERS, *, anew: bool = False) -> None:
        self._path = path
        self._others = others
        self._kept: dict[str, bytes] = _read(path) if path and not anew else {}
        self._new: dict[str, bytes] = {}
        self._whole: dict[str, object] = {}
        self._used: set[str] = set()

    def find(self, key: str, known: Sequence[Hashable] = ()) -> Any:
        """Return the value under a key, or None.

        Where the stored value refers to one of its `known` values, the result refers to the one at
        the same index of this `known`.
        """
        self._used.add(key)
        if not known and key in self._whole:
            return self._whole[key]
        content = self._new.get(key) or self._kept.get(key)
        if content is None:
            return None
        try:
            value = _Unpickler(content, known).load() if known else _unpickled(content)
        except LookupError:  # a time zone that the system no longer has
            return None
        if not known:
            self._whole[key] = value
        return value

    def put(
        self, key: str, value: object, known: Sequence[Hashable] = (), *, closed: bool = False
    ) -> None:
        """Store a value, which must not be changed afterwards.

        It refers to the `known` values by their numbers; what is `closed` is not kept if it refers
        to others of their types.
        """
        self._used.add(key)
        if not known:
            self._whole[key] = value  # pickled only when it is written
            self._new[key] = b""
        elif content := _pickled(value, known, closed=closed):
            self._new[key] = content

    def save(self) -> None:
        """Write the values that this run used, and the newest of the others, if anything is new."""
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


_opened: dict[Path, Cache] = {}
_forgetting = False


@contextmanager
def forget(*, everything: bool) -> Iterator[None]:
    """Make everything anew, and keep it; nothing where that is not asked for."""
    global _forgetting
    before = _forgetting
    if everything:
        _opened.clear()
        _forgetting = True
    try:
        yield
    finally:
        _forgetting = before


def open_cache(*name: str, others: int = _MAX_OTHERS) -> Cache:
    """Return the cache of a name; `others` bounds the bytes of values that a run did not use."""
    folder = user_cache()
    if folder is None:
        return Cache(None)
    path = _cache_path(folder, name)
    found = _opened.get(path)
    if found is None:
        if not sign(b""):
            return Cache(None)
        while len(_opened) >= _MAX_OPEN:
            _opened.pop(next(iter(_opened))).save()
        found = _opened[path] = Cache(path, others, anew=_forgetting)
    return found


@lru_cache(maxsize=32)
def _cache_path(folder: Path, name: tuple[str, ...]) -> Path:
    digest = blake2b("\n".join(name).encode("utf-8", "surrogatepass"), digest_size=16)
    return folder / "memory" / digest.hexdigest()


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

    `name` is that of the cache. The arguments are texts, bytes or values whose `repr` says all of
    them, and decide what the function returns.
    """

    def decorate(work: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(work)
        def ask(*given: _P.args, **named: _P.kwargs) -> _T:
            kept = open_cache(name)
            key = key_of(work.__qualname__, *given, *sorted(named.items()))
            found: tuple[_T] | None = kept.find(key)
            if found is None:
                found = (work(*given, **named),)
                kept.put(key, found)
            return found[0]

        return ask

    return decorate


def save_all() -> None:
    """Write all caches of this process."""
    for each in _opened.values():
        each.save()


class _Pickler(pickle.Pickler):
    """Writes the number of each known value; `persistent_id` would be asked of all that is in it.

    `pickle` asks for no more than the values of their types, and once for each of those.
    """

    def __init__(self, file: BytesIO, known: Sequence[Hashable], *, closed: bool) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._closed = closed
        self._places = {each: place for place, each in enumerate(known)}
        self.dispatch_table = {
            **copyreg.dispatch_table,
            **dict.fromkeys(map(type, known), self._reduced),
        }

    def _reduced(self, value: Any) -> str | tuple[Any, ...]:
        place = self._places.get(value)
        if place is not None:
            return _known, (place,)
        if self._closed:
            raise pickle.PicklingError(value)
        return value.__reduce_ex__(pickle.HIGHEST_PROTOCOL)  # type: ignore[no-any-return]


def _known(place: int) -> Hashable:
    """Stand for a known value; `_Unpickler` puts in its place what gives it."""
    raise AssertionError(place)


class _Unpickler(pickle.Unpickler):
    def __init__(self, content: bytes, known: Sequence[Hashable]) -> None:
        super().__init__(BytesIO(content))
        self._values = known

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (_known.__module__, _known.__name__):
            return self._values.__getitem__
        return super().find_class(module, name)


def _pickled(value: object, known: Sequence[Hashable] = (), *, closed: bool = False) -> bytes:
    """Return a value pickled; empty if that is not possible."""
    try:
        if not known:
            return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        _Pickler(file := BytesIO(), known, closed=closed).dump(value)
    except (pickle.PicklingError, RecursionError, AttributeError, TypeError):  # it is no value
        return b""
    return file.getvalue()


def _unpickled(content: bytes) -> Any:
    """Return what was pickled; the file that it is from is signed with the user's key."""
    return pickle.loads(content)  # noqa: S301


def _read(path: Path) -> dict[str, bytes]:
    try:
        mark, _, content = read_file(path, own=True).partition(b"\n")
        stamp, _, values = content.partition(b"\n")
        if stamp != _program() or not is_signed(content, mark.decode("ascii", "replace")):
            return {}
        found: dict[str, bytes] = _unpickled(values)
    except OSError:
        return {}
    return found


def _write(path: Path, values: dict[str, bytes]) -> None:
    with suppress(OSError):
        content = _program() + b"\n" + pickle.dumps(values, pickle.HIGHEST_PROTOCOL)
        # It holds the records' content, some of which only members may see.
        write_private(path, f"{sign(content)}\n".encode() + content)
        _remove_old(path.parent)


@lru_cache(maxsize=1)
def _remove_old(folder: Path) -> None:
    """Remove what nothing has written for long, once in a process; raises `OSError`."""
    for file in folder.iterdir():
        if file.stat().st_mtime < time.time() - _MAX_AGE:
            remove_file(file)


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Return a hash of the state of this program and of Python; raises `OSError`."""
    state = repr((sys.version, sorted(stamp_program().items())))
    return blake2b(state.encode(), digest_size=16).hexdigest().encode()
