"""OpenDocument files as LibreOffice writes them, in the little that an import looks at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, time
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "style": "style", "table": "table", "text": "text",
        "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
_KIND = "application/vnd.oasis.opendocument."


def open_sheet(rows: Iterable[Sequence[object]], above: str = "", hidden: str = "") -> bytes:
    """Return a spreadsheet with these rows, and a million empty ones behind them."""
    body = (
        f'<office:spreadsheet>{above}<table:table table:name="Plan" table:style-name="ta1">'
        f"{''.join(map(_row, rows))}"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="1024"/></table:table-row></table:table>'
        f'<table:table table:name="Old" table:style-name="ta2">{hidden}</table:table>'
        "</office:spreadsheet>"
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties'
        f' table:display="{shown}"/></style:style>'
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    return _file("spreadsheet", styles, body)


def _row(cells: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(value: object) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case date():
            said = f'"date" office:date-value="{value.isoformat()}"'
        case time():
            said = f'"time" office:time-value="PT{value:%HH%MM%SS}"'
        case int():
            said = f'"float" office:value="{value}"'
        case _:
            said = '"string"'
    lines = escape(str(value)).replace("  ", ' <text:s text:c="1"/>').split("\n")
    shown = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f"<table:table-cell office:value-type={said}>{shown}</table:table-cell>"


def open_text(body: str, styles: str = "") -> bytes:
    """Return a text with this body, in the XML of ODF."""
    return _file("text", styles, f"<office:text>{body}</office:text>")


def _file(kind: str, styles: str, body: str) -> bytes:
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", _KIND + kind)
        made.writestr("content.xml", content)
        made.writestr("styles.xml", f"<office:document-styles {_SPACES}/>")
    return data.getvalue()
