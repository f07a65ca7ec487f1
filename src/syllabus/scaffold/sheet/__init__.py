"""A sheet that `syllabus export` wrote, brought home after it was edited in a spreadsheet."""

from syllabus.scaffold.sheet.planning import PlannedSheet, plan_sheet
from syllabus.scaffold.sheet.reading import LARGEST_SHEET, is_own_sheet

__all__ = ["LARGEST_SHEET", "PlannedSheet", "is_own_sheet", "plan_sheet"]
