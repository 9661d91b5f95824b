import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

DEMO = Path(__file__).parents[3] / "workflows" / "characters" / "demo.py"


@pytest.fixture
def demo() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_of_characters", DEMO)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_printed_commands_work_where_they_are_printed(
    demo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    inside, outside = tmp_path / "bin" / "weft", Path(sys.executable)
    assert demo.shown([str(inside), "run", "a b", ".demo/x"]) == "bin/weft run 'a b' .demo/x"
    assert demo.shown([str(outside), "x.py"]) == f"{outside} x.py"


def test_the_last_line_tells_how_to_open_the_canvas_on_the_demo(
    demo: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(".demo")
    last = demo.places(folder, folder / "report.html")[-1]
    assert last == "To see it all on the canvas, in a browser: make serve"
    # It is there, serves that folder, and opens the browser.
    makefile = (DEMO.parents[2] / "Makefile").read_text("utf-8")
    assert "\nserve: " in makefile
    assert "serve $(or $(FOLDER),.demo) --open" in makefile

    monkeypatch.chdir(tmp_path)
    last = demo.places(Path("my demo"), Path("report.html"))[-1]
    assert last.endswith("weft serve 'my demo' --open")
