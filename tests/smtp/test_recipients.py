"""People are found in whatever file their addresses are in, each once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.delivery.smtp import merge_recipients, read_recipients
from syllabus.diagnostics import Diagnostic
from syllabus.model.mailbox import BadMailbox, read_mailbox

FORM = (
    '\ufeff"Timestamp","Email Address","What do you hope for?","Mail me?"\r\n'
    '"2026/08/30 9:12:01 AM GMT+2","bo@people.example","Lenses, ""light""\nand more","Yes"\r\n'
    '"2026/08/30 9:15:44 AM GMT+2","Cleo.Prism@people.example","write to me, or to @bo","No"\r\n'
)  # as Google Forms exports it


def found(tmp_path: Path, name: str, text: str | bytes) -> tuple[list[str], list[Diagnostic]]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    faults: list[Diagnostic] = []
    return [each.address for each in read_recipients(path, tmp_path, faults)], faults


def places(faults: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(each.code, each.span.line, each.span.column) for each in faults if each.span]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", "bo@people.example\n\nCleo Prism <Cleo.Prism@people.example>\n"),
        ("list.txt", "# friends\r\nbo@people.example;\r\n  <Cleo.Prism@people.example>, # new\r\n"),
        ("list", '"Prism, Cleo" <bo@people.example>\n\tCleo.Prism@PEOPLE.example'),
        ("form.csv", FORM),
        ("form.csv", FORM.replace(",", ";").replace("GMT;", "GMT,")),
        ("form.tsv", "Zeit\tE-Mail-Adresse\n1\tbo@people.example\n2\tCleo.Prism@people.example\n"),
        ("plain.csv", "bo@people.example\nCleo.Prism@people.example\n"),
        ("two.csv", "Bo,bo@people.example\nCleo Prism,Cleo.Prism@people.example"),
        ("odd.csv", "Name, Vorname;Kontakt\nB;bo@people.example\nC;Cleo.Prism@people.example\n"),
        ("fr.CSV", "Nom;Courriel\nB;bo@people.example\n;\nC; Cleo.Prism@people.example \n"),
        ("list.txt", "mailto:bo@people.example\n<MAILTO:Cleo.Prism@people.example>\n"),
        ("list.txt", "'bo@people.example' <bo@people.example>\nCleo.Prism@people.example;;\n"),
        ("bar.csv", "Name|Email\nB|bo@people.example\nC|Cleo.Prism@people.example\n"),
        ("sep.csv", "sep=;\nA;Mail\n;bo@people.example\nC;Cleo.Prism@people.example\n"),
        ("no.csv", 'Navn,"E-post"\nB,"Bo <bo@people.example>"\nC,Cleo.Prism@people.example\n'),
    ],
)
def test_addresses_are_found_in_lists_and_forms(name: str, text: str, tmp_path: Path) -> None:
    addresses, faults = found(tmp_path, name, text)
    assert addresses == ["bo@people.example", "Cleo.Prism@people.example"]
    assert not faults


def test_every_bad_address_is_told_at_its_place(tmp_path: Path) -> None:
    text = "bo@people.example\n  cleo(at)people.example\na@b.example, c@d.example\ndag@people\n"
    _, faults = found(tmp_path, "list.txt", text)
    assert places(faults) == [("bad-mail-address", n, c) for n, c in ((2, 3), (3, 1), (4, 1))]
    assert faults[1].hints == ("one address on a line",)
    for text in ("- a@b.example", "a@b.example (A)", "A, a@b.example", "Bcc: A <a@b.example>"):
        _, (fault,) = found(tmp_path, "list.txt", text)
        assert fault.hints == ("write 'a@b.example', or Ada Lens <a@b.example> with the name",)
    form = FORM.replace("Cleo.Prism@", "cleo prism@")
    _, faults = found(tmp_path, "form.csv", form)
    assert places(faults) == [("bad-mail-address", 4, 32)]
    assert faults[0].span is not None
    assert faults[0].span.text == "cleo prism@people.example"


@pytest.mark.parametrize(
    ("name", "text", "code", "line", "column"),
    [
        ("list.txt", "# nobody yet\n", "no-recipients", 1, 1),
        ("list.csv", "Name,Day\nBo,Monday\n", "no-recipients", 1, 1),
        ("list.csv", "", "no-recipients", 1, 1),
        ("list.csv", "Name,Email\nBo,bo(at)people.example\n", "bad-mail-address", 2, 4),
        ("list.csv", 'Name,Email\n"Bo,bo@people.example\n', "broken-csv", 2, 1),
        ("two.csv", "Email,Your e-mail\na@b.example,c@d.example\n", "unclear-recipients", 1, 1),
        ("gap.csv", "Name,Email\nBo,bo@people.example\nCleo,\n", "row-without-address", 3, 1),
        ("off.csv", "Name,Email\n# Bo,bo@people.example\n", "row-without-comment", 2, 1),
        ("off.csv", "bo@people.example\n#cy@people.example\n", "row-without-comment", 2, 1),
        ("list.txt", b"bo@people.example\nzo\xeb@people.example\n", "not-utf-8", 2, 3),
        ("list.txt", "bo\u202e@people.example\n", "bad-mail-address", 1, 1),
        ("list.txt", "a@b.example\n" * 5001, "too-many-recipients", 5001, 1),
    ],
)
def test_what_cannot_be_read_is_told(
    name: str, text: str | bytes, code: str, line: int, column: int, tmp_path: Path
) -> None:
    _, faults = found(tmp_path, name, text)
    assert places(faults) == [(code, line, column)]


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    faults: list[Diagnostic] = []
    assert not read_recipients(tmp_path / "gone.csv", tmp_path, faults)
    assert [fault.code for fault in faults] == ["missing-file"]


def test_a_list_may_lie_outside_the_project(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("bo@people.example")
    faults: list[Diagnostic] = []
    assert read_recipients(tmp_path / "list.txt", tmp_path / "project", faults)
    assert not faults


def test_everybody_counts_once(tmp_path: Path) -> None:
    text = "bo@people.example\nBo <BO@People.Example>\ncleo@people.example\n"
    (tmp_path / "list.txt").write_text(text)
    listed = read_recipients(tmp_path / "list.txt", tmp_path, [])
    merged = merge_recipients(listed[2:], listed)
    assert [each.address for each in merged.people] == ["cleo@people.example", "bo@people.example"]
    assert [each.address for each in merged.repeated] == [
        "BO@people.example",
        "cleo@people.example",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ada",
        "@uni.example",
        "ada@",
        "ada@uni",
        "ada@uni..example",
        "ada@-uni.example",
        "ada@1.2.3.4",
        "ada@[1.2.3.4]",
        "a da@uni.example",
        ".ada@uni.example",
        "ada.@uni.example",
        "a..da@uni.example",
        "ada@uni.example>",
        "<ada@uni.example",
        "Ada <ada@uni.example> Lens",
        '"ada lens"@uni.example',
        "ada@uni.example\nBcc: bo@people.example",
        "Ada\r\nBcc: x <ada@uni.example>",
        "ada@uni.example,bo@people.example",
        "Bcc: Ada <ada@uni.example>",
        "Friends: ada@uni.example;",
        "mailto:ada@uni.example?subject=x",
        "ada@uni@example.org",
        f"{'a' * 65}@uni.example",
        f"ada@{'a.' * 130}example",
        "ada@xn--\u0301.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadMailbox):
        read_mailbox(text)


def test_marks_that_mail_programs_put_around_a_name_are_not_of_it() -> None:
    for text in ("'Ada Lens' <ada@uni.example>", "“Ada Lens” <mailto:ada@uni.example>"):
        assert read_mailbox(text).name == "Ada Lens"
    assert read_mailbox("O'Neil <ada@uni.example>").name == "O'Neil"
    assert read_mailbox('"Ada: Lens" <ada@uni.example>').name == "Ada: Lens"
    assert not read_mailbox("'ada@uni.example' <ada@uni.example>").name


def test_unusual_addresses_are_taken() -> None:
    tagged = "o'neil+list_2.x-y=z@sub.uni-1.example"
    assert read_mailbox(tagged).address == tagged
    assert read_mailbox("root@localhost").address == "root@localhost"
    # IDNA 2003 would have made it another domain, strasse.example.
    assert read_mailbox("a@straße.example").domain == "xn--strae-oqa.example"
    assert read_mailbox("Zoe\u0308 <a@b.example>").name == "Zoë"


@given(st.text(max_size=60), st.sampled_from(["list.txt", "list.csv", "list.tsv"]))
def test_any_text_gives_people_or_faults(text: str, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        faults: list[Diagnostic] = []
        recipients = read_recipients(path, Path(folder), faults)
        assert recipients or faults
        for each in recipients:
            assert each.address.count("@") == 1
            assert each.address.isprintable()
            assert " " not in each.address
