"""What lies in `build/` is not what this program left there."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
from pathlib import Path

import pytest
from tests.robustness.project import (
    DAY,
    NAMES,
    build,
    entitle,
    good_build,
    left_over,
    make_project,
    pdfs,
    run,
)

from syllabus.workspace.files import PART, replacing
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import clean_build

DAMAGES = {
    "nothing": b"",
    "random bytes": random.Random(1).randbytes(3000),
    "TeX": rb"\relax \errmessage{I was read}{{{",
    "deep JSON": b"[" * 100_000,
    "no file names": json.dumps({"a\0b": "x", "\ud800": "x", "a" * 5000: "x", "..": ""}).encode(),
}


def working_files(layout: Layout) -> list[Path]:
    return [path for path in layout.work.rglob("*") if path.is_file()]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_working_files_are_as_good_as_none(layout: Layout, good: str, damage: str) -> None:
    for path in working_files(layout):
        path.write_bytes(DAMAGES[damage])
    assert good_build(layout) == good
    entitle(layout, "Waves")
    waves = good_build(layout)
    for path in working_files(layout):
        path.write_bytes(DAMAGES[damage])
    assert waves == good_build(layout) != good
    removed = clean_build(layout, print)
    assert {path.name for path in removed} == {".work", *NAMES}


@pytest.mark.parametrize("damage", ["random bytes", "TeX"])
def test_what_tex_reads_again_is_not_read_once_it_was_touched(
    layout: Layout, good: str, damage: str
) -> None:
    for ending in ("aux", "toc", "fdb_latexmk"):
        (layout.work / "tex" / f"handout.{ending}").write_bytes(DAMAGES[damage])
    assert build(layout, force=True).diagnostics == ()
    assert pdfs(layout) == dict.fromkeys(NAMES, good)


def test_a_lost_list_of_outputs_is_made_again_without_tex(layout: Layout) -> None:
    (layout.work / "outputs.json").write_text("[")
    assert build(layout).fresh
    assert {path.name for path in clean_build(layout, print)} == {".work", *NAMES}


def test_files_that_were_cut_are_as_good_as_none(layout: Layout, good: str) -> None:
    for path in working_files(layout):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    entitle(layout, "Waves")
    waves = good_build(layout)
    shutil.rmtree(layout.build)
    assert good_build(layout) == waves


def test_what_another_documents_build_left_is_not_read(layout: Layout, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other", r"The Contents of Another Document")
    good_build(other)
    entitle(layout, "Waves")
    for name in ("handout.aux", "handout.toc", "handout.fdb_latexmk"):
        shutil.copyfile(other.work / "tex" / name, layout.work / "tex" / name)
    waves = good_build(layout)
    shutil.rmtree(layout.build)
    assert good_build(layout) == waves


@pytest.mark.parametrize("seconds", [0, 4_000_000_000])
def test_the_clock_may_have_gone_any_way(layout: Layout, seconds: int) -> None:
    for path in (*layout.build.rglob("*"), *layout.root.rglob("*.md"), layout.course):
        os.utime(path, (seconds, seconds))
    entitle(layout, "Waves")
    waves = good_build(layout)
    assert build(layout).fresh
    shutil.rmtree(layout.build)
    assert good_build(layout) == waves


@pytest.mark.parametrize("name", [".work", ".work/tex", ".work/tex/home"])
def test_a_file_in_the_place_of_a_working_folder_gives_way(
    layout: Layout, good: str, name: str
) -> None:
    shutil.rmtree(layout.build / name)
    (layout.build / name).touch()
    assert build(layout, force=True).diagnostics == ()
    assert pdfs(layout) == dict.fromkeys(NAMES, good)


@pytest.mark.parametrize("target", ["elsewhere", "nowhere", "build"])
def test_a_build_folder_that_leads_out_of_the_project_is_refused(
    layout: Layout, tmp_path: Path, target: str
) -> None:
    (tmp_path / "elsewhere" / ".work" / "tex").mkdir(parents=True)
    treasure = tmp_path / "elsewhere" / ".work" / "tex" / "thesis.tex"
    treasure.touch()
    shutil.rmtree(layout.build)
    layout.build.symlink_to(layout.build if target == "build" else tmp_path / target)
    ended = run(layout, "build")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "[cannot-write]" in ended.stderr
    assert "Traceback" not in ended.stderr
    ended = run(layout, "clean")
    assert "Traceback" not in ended.stderr
    assert [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()] == [treasure]


def test_a_build_folder_that_leads_elsewhere_in_the_project_is_used(layout: Layout) -> None:
    shutil.rmtree(layout.build)
    (layout.root / "public").mkdir()
    layout.build.symlink_to("public")
    assert run(layout, "build", "--as-of", DAY).returncode == 0
    assert (layout.root / "public" / "optics.pdf").is_file()
    assert run(layout, "clean").returncode == 0
    assert not list((layout.root / "public").iterdir())


def test_a_working_folder_that_is_a_link_gives_way(layout: Layout) -> None:
    shutil.rmtree(layout.work)
    (layout.root / "thesis" / "tex").mkdir(parents=True)
    (layout.root / "thesis" / "tex" / "thesis.tex").touch()
    layout.work.symlink_to(layout.root / "thesis")
    assert build(layout).diagnostics == ()
    assert (layout.root / "thesis" / "tex" / "thesis.tex").exists()
    assert not layout.work.is_symlink()


def test_a_build_that_is_a_file_is_a_fault(layout: Layout) -> None:
    shutil.rmtree(layout.build)
    layout.build.touch()
    for option in ("--force", "--tex"):
        (fault,) = build(layout, **{option[2:].replace("tex", "stop_before_tex"): True}).diagnostics
        assert fault.code == "cannot-write"
        assert fault.message == "cannot write 'build': it is not a folder"


def test_half_written_files_of_the_dead_are_removed_and_of_the_living_kept(
    layout: Layout, good: str
) -> None:
    dead = layout.build / f".0123abcd{PART}"
    dead.touch()
    with replacing(layout.build / "notes.txt") as file:
        file.write(b"whole")
        assert good_build(layout) == good
        assert len(left_over(layout.build)) == 1
    assert not left_over(layout.build)
    assert (layout.build / "notes.txt").read_text() == "whole"


def test_a_file_is_replaced_wholly_or_not_at_all_and_its_name_is_told(tmp_path: Path) -> None:
    target = tmp_path / "handout.pdf"
    target.write_text("good")

    def fill_the_disk() -> None:
        with replacing(target) as file:
            file.write(b"ba")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space") as caught:
        fill_the_disk()
    assert caught.value.filename == str(target)
    assert target.read_text() == "good"
    assert list(tmp_path.iterdir()) == [target]


def test_handouts_get_the_mode_that_the_user_wants(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        good_build(layout := make_project(tmp_path))
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in layout.build.glob("*.pdf")} == {0o600}


@pytest.mark.parametrize("name", ["lock", "outputs.json", "members.json"])
def test_a_working_folder_that_cannot_be_used_is_mended_by_clean_which_the_fault_names(
    layout: Layout, good: str, name: str
) -> None:
    (layout.work / name).unlink()
    (layout.work / name / "folder").mkdir(parents=True)
    (fault,) = build(layout, force=True).diagnostics
    assert fault.code == "cannot-write"
    assert "'syllabus clean'" in fault.hints[1]
    assert run(layout, "clean").returncode == 0
    assert good_build(layout) == good


def test_a_folder_of_tex_that_cannot_be_used_is_mended_by_clean_which_the_fault_names(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr("syllabus.tex.run.make_folder", refuse)
    (fault,) = build(layout, force=True).diagnostics
    assert fault.code == "work-unwritable"
    assert "'syllabus clean'" in fault.hints[0]
    monkeypatch.setattr("syllabus.workspace.system.is_own", lambda status: False)
    (fault,) = build(layout, force=True).diagnostics
    assert fault.hints == ()


def test_clean_mends_no_lock_outside_of_the_project(layout: Layout, tmp_path: Path) -> None:
    shutil.rmtree(layout.build)
    kept = tmp_path / "elsewhere" / ".work" / "lock" / "kept"
    kept.mkdir(parents=True)
    layout.build.symlink_to(tmp_path / "elsewhere")
    assert run(layout, "clean").returncode == 3
    assert kept.is_dir()
