"""The only room that opens, writes, moves or removes files; locks are the system's.

What it reads are plain files of a bounded size; what it writes is there whole or not at all.
"""

from syllabus.workspace.files.reading import (
    LARGEST_FILE,
    LARGEST_NOTE,
    NotAPlainFile,
    TooLarge,
    open_file,
    read_file,
)
from syllabus.workspace.files.writing import (
    PART,
    appending,
    create_file,
    is_inside,
    is_removable,
    make_folder,
    mark_used,
    open_up,
    refuse_outside,
    remove_at_once,
    remove_empty_folder,
    remove_file,
    remove_folder,
    remove_leftovers,
    replacing,
    try_folder,
    write_file,
    write_private,
    write_together,
)

__all__ = [
    "LARGEST_FILE",
    "LARGEST_NOTE",
    "PART",
    "NotAPlainFile",
    "TooLarge",
    "appending",
    "create_file",
    "is_inside",
    "is_removable",
    "make_folder",
    "mark_used",
    "open_file",
    "open_up",
    "read_file",
    "refuse_outside",
    "remove_at_once",
    "remove_empty_folder",
    "remove_file",
    "remove_folder",
    "remove_leftovers",
    "replacing",
    "try_folder",
    "write_file",
    "write_private",
    "write_together",
]
