"""What the README shows: its commands are typed, its tool is loaded and used, its lists are complete."""

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from doc_blocks import ROOT, Block, Environment, Reader, blocks_of

import weft_nodes
from weft.registry.catalog import catalog
from weft.registry.discovery import defined_tools, load_packs
from weft.sdk import Tool
from weft.sdk.testing import check_tool, run_tool

README = ROOT / "README.md"
NAMES = pa.table({"name": ["ada", None, "grace"], "n": [1, 2, 3]})


def only_block(language: str, beginning: str) -> Block:
    """The one block of a language with a line that begins like this."""
    (found,) = (
        block
        for block in blocks_of(README)
        if block.language == language and re.search(f"^{re.escape(beginning)}", block.text, re.MULTILINE)
    )
    return found


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader whose home has a folder of pictures, as the README supposes."""
    place = Reader.in_folder(tmp_path / "weft", Environment.make(tmp_path / "environment"))
    place.type("python workflows/characters/draw.py my-pictures --pictures 40", "", "the pictures")
    return place


@pytest.fixture
def shout(tmp_path: Path) -> type[Tool[Any]]:
    """The tool of the README, loaded from a file."""
    path = tmp_path / "shout_of_readme.py"
    path.write_text(only_block("python", "class Shout").text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tool,) = defined_tools(module)
    return tool


def test_the_commands_for_own_pictures_run(reader: Reader) -> None:
    printed = reader.type(only_block("sh", "weft check").text, "", "README.md")
    assert "train.workflow.json: 11 nodes, 11 connections: nothing is wrong" in printed
    assert printed.splitlines()[-1] == "out of accuracy: 1 record, 3 columns"


def test_the_tool_keeps_its_contract_and_writes_capitals(shout: type[Tool[Any]]) -> None:
    check_tool(shout, {"column": "name"}, {"in": NAMES})
    found = run_tool(shout, {"column": "name"}, {"in": NAMES})["out"]
    assert found.to_pydict() == {"name": ["ADA", None, "GRACE"], "n": [1, 2, 3]}


def test_the_tool_is_about_twenty_lines() -> None:
    assert len(only_block("python", "class Shout").text.splitlines()) <= 26


def test_the_palette_is_that_of_the_registry() -> None:
    rows = re.findall(r"^\| ([\w/ ]+) \| ([\w, ]+) \|$", README.read_text("utf-8"), re.MULTILINE)
    shown = {category: set(tools.split(", ")) for category, tools in rows if category != "Palette"}
    there: dict[str, set[str]] = {}
    for tool in catalog(load_packs([("builtin", weft_nodes.tools)]))["tools"]:
        there.setdefault(tool["category"], set()).add(tool["label"])
    assert shown == there


def test_every_extra_and_make_target_that_is_named_exists() -> None:
    text = README.read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(re.findall(r"pip install '\.\[(\w+)\]'", text)) <= set(project["optional-dependencies"])
    targets = set(re.findall(r"make (demo|test|check|bench|format|docs|clean)\b", text))
    rules = (ROOT / "Makefile").read_text("utf-8")
    assert targets >= {"demo", "test", "check", "bench"}
    assert all(re.search(rf"^{target}:", rules, re.MULTILINE) for target in targets)


def test_the_folders_that_are_named_exist() -> None:
    (tree,) = (block for block in blocks_of(README) if "weft_nodes/" in block.text)
    folders = [line.split()[0] for line in tree.text.splitlines()]
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
