"""Records as their files say them: course.yaml and the front matter of meetings."""

from syllabus.front.records.files import (
    LARGEST_LIBRARY,
    bib_files,
    files_below,
    is_library,
    read_library,
    read_text,
    record_files,
    section_files,
    stray_files,
    stray_libraries,
)

__all__ = [
    "LARGEST_LIBRARY",
    "bib_files",
    "files_below",
    "is_library",
    "read_library",
    "read_text",
    "record_files",
    "section_files",
    "stray_files",
    "stray_libraries",
]
