from pathlib import Path

from workflow_files import REGISTRY, document

from weft.document.model import Container
from weft.run.checking import Checker


def test_a_name_in_a_container_that_is_not_there_is_a_warning_and_no_error(tmp_path: Path) -> None:
    sound = document({"a": ("numbers", {})})
    doubtful = sound.model_copy(update={"containers": {"c": Container(nodes=("a", "zz"))}})
    assert Checker(REGISTRY).check(sound, tmp_path)[1].problems == ()
    _, found = Checker(REGISTRY).check(doubtful, tmp_path)
    assert [str(problem) for problem in found.problems] == [
        "containers.c: there is no node 'zz'; remove the name"
    ]
    assert found.errors == ()
