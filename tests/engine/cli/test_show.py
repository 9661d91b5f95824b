import csv
import json
from pathlib import Path

import pytest
from command_line import CommandLine, command_line
from workflow_files import document

from weft.document.files import save

FILE = Path("count.workflow.json")


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    weft = command_line(tmp_path, monkeypatch)
    save(
        document(
            {"numbers": ("numbers", {"count": 50}), "parts": ("even_odd", {}), "total": ("total", {})},
            "numbers.out parts.in",
            "parts.odd total.in",
        ),
        FILE,
    )
    assert weft("run", FILE).code == 0
    return weft


def test_records_are_a_table_with_types_and_a_caption(weft: CommandLine) -> None:
    assert weft("show", FILE, "parts", "odd", "--rows", "2").out.splitlines() == [
        "    n",
        "int64",
        "    1",
        "    3",
        "odd of parts: 25 records, 1 column",
    ]


def test_a_table_shows_twenty_records_and_other_formats_all(weft: CommandLine) -> None:
    assert len(weft("show", FILE, "parts", "odd").out.splitlines()) == 20 + 3
    assert len(list(csv.reader(weft("show", FILE, "parts", "odd", "--format", "csv").out.splitlines()))) == 26
    assert json.loads(weft("show", FILE, "parts", "odd", "--format", "json").out) == [
        {"n": number} for number in range(1, 50, 2)
    ]


def test_no_rows_are_an_empty_list(weft: CommandLine) -> None:
    assert weft("show", FILE, "parts", "odd", "--rows", "0", "--format", "json").out == "[]\n"


def test_the_first_output_is_shown_where_no_anchor_is_named(weft: CommandLine) -> None:
    assert weft("show", FILE, "total", "--format", "csv").out == "total\n625\n"


def test_records_of_which_only_the_first_are_kept_say_so(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {"count": 5000}), "b": ("add", {})}, "a.out b.in"), FILE)
    weft("run", FILE)
    said = weft("show", FILE, "a", "--format", "csv")
    assert len(said.out.splitlines()) == 1001
    assert 'only the first 1,000 records are kept; pin the node ("pinned": true) and run again' in said.err
    assert "a: 5,000 records, 1 column; only the first 1,000" in weft("show", FILE, "a").out


def test_of_a_result_that_is_not_kept_but_short_nothing_is_said_to_be_missing(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {"count": 30}), "b": ("add", {})}, "a.out b.in"), FILE)
    weft("run", FILE)
    assert weft("show", FILE, "a").out.endswith("out of a: 30 records, 1 column\n")
    assert weft("show", FILE, "a", "--format", "csv", "--rows", "2").err == ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("prats",), "there is no node 'prats'; did you mean 'parts'?"),
        (("parts", "even_"), "node 'parts' has no anchor 'even_'"),
    ],
)
def test_what_is_not_there_is_told(weft: CommandLine, arguments: tuple[str, ...], complaint: str) -> None:
    said = weft("show", FILE, *arguments)
    assert said.code == 2
    assert complaint in said.err


def test_a_workflow_that_has_not_run_says_so(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {})}), Path("new.workflow.json"))
    said = weft("show", "new.workflow.json", "a")
    assert said.code == 2
    assert "node 'a' has no result yet; run the workflow first" in said.err


def test_a_model_is_saved_to_a_file(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "learn": ("learn", {})}, "a.out learn.in"), FILE)
    weft("run", FILE)
    said = weft("show", FILE, "learn", "model", "--save", "model.safetensors")
    assert said.code == 0
    assert Path("model.safetensors").read_bytes() == b"weights"


def test_what_can_be_saved_says_how(weft: CommandLine) -> None:
    save(document({"a": ("numbers", {}), "learn": ("learn", {})}, "a.out learn.in"), FILE)
    weft("run", FILE)
    assert weft("show", FILE, "learn", "model").out.splitlines()[-2:] == [
        "model of learn: 1 record, 1 column",
        "save the model of the first record: --save model.safetensors",
    ]


def test_one_column_can_be_chosen(weft: CommandLine) -> None:
    assert weft("show", FILE, "total", "--column", "total").out.splitlines()[0] == "total"
    said = weft("show", FILE, "total", "--column", "totla")
    assert (said.code, said.err) == (
        2,
        "error: out of total has no column 'totla'; did you mean 'total'?\n",
    )


def test_what_is_no_picture_model_or_report_is_not_saved(weft: CommandLine) -> None:
    said = weft("show", FILE, "total", "--save", "total.bin")
    assert said.code == 2
    assert "has no picture, model or report in its first record to save" in said.err


def test_a_file_that_cannot_be_saved_is_told_in_a_sentence(weft: CommandLine) -> None:
    save(document({"n": ("numbers", {}), "l": ("learn", {})}, "n.out l.in"), FILE)
    weft("run", FILE)
    said = weft("show", FILE, "l", "model", "--save", Path("nowhere") / "model")
    assert (said.code, said.err) == (3, "error: [Errno 2] No such file or directory: 'nowhere/model'\n")
