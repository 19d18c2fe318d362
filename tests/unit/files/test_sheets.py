import csv
import io
import zipfile

from scheduler.files.sheets import Sheet, csv_of, xlsx_of

SHEET = Sheet(
    title="By student",
    headings=("Student", "Days", "Attendance"),
    rows=[("Ana Wren", 12, 0.91666), ("=HYPERLINK(1)", 0, None), ("-2+3", 1, 1.0)],
    shares=frozenset({2}),
)


def test_csv_reads_back_and_no_name_is_a_formula():
    text = csv_of(SHEET).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Student", "Days", "Attendance"],
        ["Ana Wren", "12", "0.9167"],
        ["'=HYPERLINK(1)", "0", ""],
        ["'-2+3", "1", "1.0"],
    ]


def test_a_workbook_has_texts_as_texts_and_no_formula():
    with zipfile.ZipFile(io.BytesIO(xlsx_of([SHEET]))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in page
    assert "<v>0.91666</v>" in page
    assert "=HYPERLINK(1)" in texts
