import sys
from pathlib import Path

import pytest
from plugins import stub_unsound
from plugins.stub_good import Reverse
from plugins.stub_missing import Telescope

from weft.registry.discovery import discover, library_problem, load_packs, missing_libraries


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *points: str) -> None:
    """Put a distribution with these entry points where Python finds it, as an installer does."""
    info = folder / "stub_packs-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stub-packs\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[weft.tools]\n" + "\n".join(points))
    monkeypatch.syspath_prepend(folder)


def test_a_broken_pack_becomes_a_problem_and_the_others_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "a_faulty = plugins.stub_faulty:tools", "good = plugins.stub_good:tools")
    registry = discover()
    assert "stub.reverse" in registry
    (problem,) = [found for found in registry.problems if found.pack == "a_faulty"]
    assert problem.message == ("the pack cannot be loaded: RuntimeError: the licence server does not answer")
    assert 'stub_faulty.py", line 3' in problem.traceback


def test_an_entry_point_may_be_a_function_a_list_or_a_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        tmp_path,
        monkeypatch,
        "f = plugins.stub_good:tools",
        "l = plugins.stub_double:tools",
        "t = plugins.stub_missing:Telescope",
    )
    assert {"stub.reverse", "double.mirror", "missing.telescope"} <= set(discover().ids)


def test_an_entry_point_to_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(
        tmp_path,
        monkeypatch,
        "gone = plugins.stub_good:gone",
        "none = plugins.stub_not_there:tools",
        "odd = plugins.stub_good:__doc__",
    )
    told = {found.pack: found.message for found in discover().problems}
    assert "AttributeError" in told["gone"]
    assert "No module named 'plugins.stub_not_there'" in told["none"]
    assert "a tool is left out" in told["odd"]


def test_the_built_in_pack_comes_first_so_that_no_other_takes_its_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "a = plugins.stub_double:tools", "builtin = plugins.stub_good:tools")
    assert discover().pack("stub.reverse") == "builtin"


def test_tools_that_break_the_contract_are_left_out_alone() -> None:
    registry = load_packs([("unsound", stub_unsound.tools)])
    assert registry.ids == ("unsound.fine",)
    assert [found.message for found in registry.problems] == [
        "a tool is left out: Unfinished does not define configure, run",
        "a tool is left out: NoDot: the id 'nodot' lacks the pack's name and a dot in front",
        "a tool is left out: 'no tool at all' is no class of a tool; derive it from Tool",
    ]


def test_a_pack_that_exits_when_it_is_loaded_does_not_end_the_program() -> None:
    def leave() -> object:
        sys.exit("no licence")

    (problem,) = load_packs([("rude", leave)]).problems
    assert problem.message == "the pack cannot be loaded: SystemExit: no licence"


def test_files_of_a_workspace_load_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "from plugins.stub_good import Reverse\n\nclass Mine(Reverse):\n    id = 'mine.reverse'\n"
    )
    (tmp_path / "broken.py").write_text("def tools(:\n")
    assert "mine.reverse" not in discover()
    registry = discover(plugins=tmp_path)
    assert registry.pack("mine.reverse") == "mine.py"
    # The tool that the file imports is not its own.
    assert "stub.reverse" not in registry
    (problem,) = [found for found in registry.problems if found.pack == "broken.py"]
    assert "SyntaxError" in problem.message


def test_a_folder_of_plugins_that_is_not_there_is_no_problem(tmp_path: Path) -> None:
    assert discover(plugins=tmp_path / "none").ids == discover().ids


def test_missing_libraries_are_found_without_an_import() -> None:
    assert missing_libraries(Telescope) == ("library_that_nobody_has", "library.nobody.has")
    assert library_problem(Telescope) == (
        "Telescope needs library_that_nobody_has and library.nobody.has; install them:"
        " pip install library_that_nobody_has library.nobody.has"
    )


def test_a_tool_of_a_distribution_with_extras_names_the_extra() -> None:
    class Recognition(Telescope):
        """Stands in for a tool of the built-in pack."""

        __module__ = "weft_nodes.computer_vision.recognition"
        label = "Image Recognition"
        needs = ("torch_that_nobody_has",)
        extra = "vision"

    assert library_problem(Recognition) == (
        'Image Recognition needs torch_that_nobody_has; install it: pip install "weft[vision]"'
    )


def test_a_tool_whose_libraries_are_there_has_no_problem() -> None:
    assert library_problem(Reverse) is None
