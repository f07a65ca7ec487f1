"""What a text points to in its project: pictures and included blocks."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from syllabus.diagnostics import Diagnostic, error, nearest_hint
from syllabus.front.markup.other_pictures import other_kind
from syllabus.front.markup.pictures import BadPicture, check_picture
from syllabus.front.records import read_text
from syllabus.model.pictures import picture_path
from syllabus.source import SourceFile, Span, is_missing, real_path
from syllabus.workspace.files import open_file, read_file
from syllabus.workspace.layout import Layout

LARGEST_PICTURE = 50_000_000
"""Bytes."""

_PICTURES = {
    b"\x89PNG\r\n\x1a\n": (".png",),
    b"\xff\xd8\xff": (".jpg", ".jpeg"),
    b"%PDF-": (".pdf",),
}


def find_image(target: str, source: SourceFile, layout: Layout, span: Span) -> Path | Diagnostic:
    """Return the picture's file: PNG, JPEG or PDF inside the project."""
    path = picture_path(target, source)
    if path is None:
        return error(
            "missing-image",
            f"the picture '{target}' is not a file of this project",
            span,
            "save it in the project's folder and name that file",
        )
    try:
        resolved = real_path(path)
        if not resolved.is_relative_to(real_path(layout.root)):
            return error(
                "image-outside-project", f"the picture '{target}' is outside the project", span
            )
        with open_file(resolved) as file:
            head = file.read(24)
            size = os.fstat(file.fileno()).st_size
    except (OSError, ValueError):
        base = f"its path counts from {PurePosixPath(source.name).parent}"
        gone = f"there is no picture '{target}'"
        return error("missing-image", gone, span, *(nearest_file(path) or (base,)))
    endings = next((_PICTURES[magic] for magic in _PICTURES if head.startswith(magic)), None)
    if endings is None:
        return other_kind(unquote(target), head, span)
    if resolved.suffix.lower() not in endings:
        message = f"'{target}' holds a different kind of picture than its name says"
        return error("image-type", message, span, f"its name must end in {' or '.join(endings)}")
    if size > LARGEST_PICTURE:
        message = f"'{target}' has more than {LARGEST_PICTURE // 1_000_000} MB"
        return error("image-size", message, span, "save it smaller")
    return _unsound(target, resolved, span) or resolved


def _unsound(target: str, path: Path, span: Span) -> Diagnostic | None:
    """Return what is wrong with what a picture holds."""
    try:
        check_picture(read_file(path, LARGEST_PICTURE))
    except BadPicture as bad:
        if bad.most:
            hint = f"save it with at most {bad.most}"
            return error("image-size", f"'{target}' {bad}", span, hint)
        hint = "open it in another program and save it again"
        return error("broken-picture", f"the picture '{target}' {bad}", span, hint)
    except OSError as reason:
        message = f"cannot read the picture '{target}': {(reason.strerror or '').lower()}"
        return error("picture-unreadable", message, span)
    return None


def find_include(
    name: str, layout: Layout, span: Span, has_content: bool, faults: list[Diagnostic]
) -> SourceFile | None:
    """Read the block that a text includes: a file in `syllabus/blocks/`."""
    folder = layout.blocks
    path = folder / name
    if has_content:
        written = "its file stands behind it, on the same line: ```{include} FILE.md"
        hint = written if not name else "close the fence on the next line"
        message = "an include must be empty, but there is text between its fences"
        faults.append(error("include-content", message, span, hint))
    elif not name or not _is_inside(path, folder):
        hint = "move the text into that folder and name the file alone"
        message = f"'{name}' is not in syllabus/blocks/"
        faults.append(error("include-outside-blocks", message, span, hint))
    elif is_missing(path):
        message = f"there is no file '{name}' in syllabus/blocks/"
        hints = nearest_file(path) or (f"put the text into syllabus/blocks/{name}",)
        faults.append(error("missing-include", message, span, *hints))
    else:
        return read_text(path, layout.root, faults, named=span)
    return None


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return real_path(path).is_relative_to(real_path(folder))
    except (OSError, ValueError):
        return False


def nearest_file(path: Path) -> tuple[str, ...]:
    """Return a hint with the file whose name is nearest to one that is not there."""
    try:
        names = [each.name for each in path.parent.iterdir() if each.is_file()]
    except (OSError, ValueError):
        return ()
    return nearest_hint(path.name, names)
