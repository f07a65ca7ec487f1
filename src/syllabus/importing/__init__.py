"""Old handouts, spreadsheets, pages and calendars → a new project; nothing is ever overwritten."""

from syllabus.importing.faults import Unimportable
from syllabus.importing.formats import workbook_sheet
from syllabus.importing.imports import ImportOptions, PlannedImport, Question, plan_import
from syllabus.importing.portable import pdf_text
from syllabus.importing.report import Report, WordComparison, compare_words

__all__ = [
    "ImportOptions",
    "PlannedImport",
    "Question",
    "Report",
    "Unimportable",
    "WordComparison",
    "compare_words",
    "pdf_text",
    "plan_import",
    "workbook_sheet",
]
