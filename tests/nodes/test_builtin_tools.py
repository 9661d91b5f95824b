import inspect
import subprocess
import sys

import weft_nodes
from weft.registry.discovery import load_packs

HEAVY = ("torch", "torchvision", "timm", "duckdb", "sigilyx", "yxdb", "safetensors")


def test_the_pack_is_sound_and_has_no_id_twice() -> None:
    registry = load_packs([("builtin", weft_nodes.tools)])
    assert registry.problems == ()
    assert len(registry) == len(weft_nodes.tools())


def test_ids_begin_with_the_name_of_the_pack_and_come_sorted() -> None:
    ids = [tool.id for tool in weft_nodes.tools()]
    assert ids == sorted(ids)
    assert all(found.startswith("weft.") for found in ids)


def test_every_tool_has_a_file_of_its_name() -> None:
    for tool in weft_nodes.tools():
        assert tool.id == f"weft.{tool.__module__.rpartition('.')[2]}", tool


def test_every_tool_has_help_and_every_setting_is_described() -> None:
    for tool in weft_nodes.tools():
        assert len(inspect.cleandoc(tool.__doc__ or "")) > 40, tool.id
        for name, field in tool.Config.model_fields.items():
            assert field.description, f"{tool.id}: describe the setting {name}"


def test_finding_the_tools_imports_no_heavy_library() -> None:
    code = f"import sys, weft_nodes; weft_nodes.tools(); print([m for m in {HEAVY} if m in sys.modules])"
    path = ":".join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
