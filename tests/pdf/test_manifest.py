"""A manifest knows a PDF again, and nothing else."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tests.documents import tex_document

from syllabus.model.engine import Engine
from syllabus.outputs.pdf.manifest import Manifest, fingerprint, load_manifest, write_manifest
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import read_filled
from syllabus.workspace.signatures import note_bytes

MANIFEST = Manifest("f" * 64, "a" * 64, "", 28, "TeX's log", {"/usr/bin/tex": (1, 2, 3, 4)})


def test_a_manifest_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    write_manifest(path, MANIFEST)
    assert load_manifest(path) == MANIFEST


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {name: value for name, value in asdict(MANIFEST).items() if name != "pages"},
        {**asdict(MANIFEST), "more": 1},
    ],
)
def test_what_another_version_wrote_counts_as_none(tmp_path: Path, value: object) -> None:
    path = tmp_path / "manifest.json"
    assert load_manifest(path) is None
    path.write_bytes(note_bytes(path.name, value))
    assert load_manifest(path) is None


def test_whatever_a_pdf_depends_on_changes_its_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"one")
    document = tex_document("text", {"p.png": picture})
    seen = {fingerprint(document, Engine.PDFLATEX)}
    assert fingerprint(tex_document("text", {"p.png": picture}), Engine.PDFLATEX) in seen

    def is_new(changed: TexDocument, engine: Engine = Engine.PDFLATEX) -> bool:
        mark = fingerprint(changed, engine)
        known = mark in seen
        seen.add(mark)
        return not known

    assert is_new(document, Engine.LUALATEX)
    assert is_new(replace(document, filled=read_filled("text ")))
    assert is_new(replace(document, epoch=1))
    assert is_new(replace(document, files={}))
    assert is_new(replace(document, files={"q.png": picture}))
    # Where one part ends and the next begins counts too.
    assert is_new(replace(document, filled=read_filled("textp.png"), files={}))
    picture.write_bytes(b"two")
    assert is_new(document)
    picture.unlink()
    assert is_new(document)
    monkeypatch.setattr("syllabus.outputs.pdf.manifest.__version__", "next")
    assert is_new(document)
