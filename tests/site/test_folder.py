"""A site in a folder: whole, with nothing lost that somebody else put there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syllabus.delivery.site import folder as module
from syllabus.delivery.site.files import LIST, Commit, ForeignFiles, SiteFiles, write_list
from syllabus.delivery.site.folder import FolderTarget
from syllabus.workspace.outputs import checksum

OLD = {
    "index.html": b"old, a.png",
    "optics.pdf": b"%PDF-1",
    "pictures/a.png": b"a",
    ".nojekyll": b"",
}
NEW = {"index.html": b"new, b.png", "optics.pdf": b"%PDF-2", "more/b.png": b"b", ".nojekyll": b""}


def put_into_folder(site: SiteFiles, folder: Path) -> int:
    return FolderTarget(folder).put(site, Commit(datetime.now(UTC), ""))


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


def test_a_folder_holds_what_was_published_last(tmp_path: Path) -> None:
    place = tmp_path / "www"
    assert put_into_folder(SiteFiles(OLD), place) == 4
    assert held(place) == OLD
    assert put_into_folder(SiteFiles(OLD), place) == 0
    # What web spaces want stays.
    (place / "CNAME").write_bytes(b"optics.example")
    (place / ".git").mkdir()
    (place / ".git" / "HEAD").write_bytes(b"ref: refs/heads/main")
    assert put_into_folder(SiteFiles(NEW), place) == 4
    assert held(place) == {**NEW, "CNAME": b"optics.example", ".git/HEAD": b"ref: refs/heads/main"}
    assert not (place / "pictures").exists()


def test_the_members_edition_is_a_part_of_its_own_and_goes_with_it(tmp_path: Path) -> None:
    put_into_folder(SiteFiles(OLD, {"index.html": b"0417"}), tmp_path)
    assert (tmp_path / "members" / "index.html").read_bytes() == b"0417"
    assert b"members" not in (tmp_path / LIST).read_bytes()
    assert put_into_folder(SiteFiles(OLD), tmp_path) == 1
    assert not (tmp_path / "members").exists()


def write(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"mine")


def link(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.parent / "pictures")


def list_elsewhere(path: Path) -> None:
    path.write_bytes(write_list({"../x": frozenset({"0"})}))


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("notes.md", write),
        ("index.html", write),
        ("pictures/mine.png", write),
        ("members/index.html", write),
        ("optics.pdf", link),
        ("there", link),
        ("members", link),
        (LIST, list_elsewhere),
    ],
)
@pytest.mark.parametrize("site", [SiteFiles(NEW), SiteFiles(NEW, OLD)], ids=["public", "both"])
def test_foreign_files_are_refused_and_left_alone(
    tmp_path: Path, name: str, spoil: Callable[[Path], None], site: SiteFiles
) -> None:
    place = tmp_path / "www"
    put_into_folder(SiteFiles(OLD), place)
    spoil(place / name)
    before = held(place)
    with pytest.raises(ForeignFiles) as refused:
        put_into_folder(site, place)
    with pytest.raises(ForeignFiles):
        FolderTarget(place).check()
    assert name in str(refused.value)
    assert held(place) == before


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a//b", "", ".", "a\\b", "c:x"])
def test_a_list_of_other_places_is_none(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "x"
    outside.write_bytes(b"mine")
    place = tmp_path / "www"
    put_into_folder(SiteFiles(OLD), place)
    sums = write_list({name: frozenset({checksum(b"mine")})})
    (place / LIST).write_bytes(sums)
    with pytest.raises(ForeignFiles):
        put_into_folder(SiteFiles(NEW), place)
    assert outside.read_bytes() == b"mine"


def test_whoever_is_interrupted_publishes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {name: getattr(module, name) for name in ("write_file", "remove_file")}
    for steps in range(12):
        place = tmp_path / str(steps)
        put_into_folder(SiteFiles(OLD), place)
        left = steps

        def step(name: str, *arguments: object) -> None:
            nonlocal left
            if left == 0:
                raise OSError("interrupted")
            left -= 1
            real[name](*arguments)

        with monkeypatch.context() as patch:
            for name in real:
                patch.setattr(module, name, lambda *given, name=name: step(name, *given))
            try:
                put_into_folder(SiteFiles(NEW), place)
            except OSError:
                found = held(place)
                # The page of this moment is whole, with what it shows.
                assert found["index.html"] in (OLD["index.html"], NEW["index.html"])
                shown = found["index.html"].decode().rpartition(" ")[2]
                assert any(each.endswith(shown) for each in found)
            else:
                break
        put_into_folder(SiteFiles(NEW), place)
        assert held(place) == NEW
    else:
        pytest.fail("more steps than expected")
    assert steps == 6
