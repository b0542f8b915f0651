import pytest

from playground.prompts import tables

NAMES = ["city", "text"]


@pytest.mark.parametrize(
    "text",
    [
        "city\ttext\nLima\ta, b; c\n",
        'city,text\r\nLima,"a, b; c"\r\n',
        'city;text\nLima;"a, b; c"',
        '\ufeff"text"; "city"\n"a, b; c";Lima\n'.replace('; "', ';"'),
        "\n\ntext\tcity\tother\na, b; c\tLima\tx\n\n",
    ],
)
def test_finds_the_separator_and_the_columns(text):
    table = tables.read(text, NAMES)
    assert table.problem == ""
    assert [row.cells for row in table.good] == [["Lima", "a, b; c"]]


def test_keeps_quotes_and_line_breaks_of_a_cell_and_names_the_line_it_ends_on():
    table = tables.read('city,text\nLima,"a ""b""\nc"\nRome,\n', NAMES)
    assert table.good[0].cells == ["Lima", 'a "b"\nc']
    assert [(row.line, row.problem) for row in table.bad] == [(4, "no value for text")]


def test_takes_a_single_column():
    assert [row.cells for row in tables.read("city\nLima\nRome\n", ["city"]).good] == [["Lima"], ["Rome"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste a table"),
        ("city,text", "no rows"),
        ("town,text\nLima,x", "Missing: city"),
        ("city,city,text\na,b,c", "Two columns are called city"),
        ("city,text\n" + "a,b\n" * 1001, "At most 1,000 rows"),
        ("city,text\na," + "b" * 200_001, "cannot be read"),
    ],
)
def test_says_what_is_wrong_with_a_table(text, words):
    assert words in tables.read(text, NAMES).problem


def test_leaves_rows_out_that_have_too_few_or_too_many_cells():
    table = tables.read("city,text\nLima\nRome,a,b\nParis,c,\n", NAMES)
    assert [row.line for row in table.good] == [4]
    assert [row.problem for row in table.bad] == ["no value for text", "3 cells, but the header has 2"]
