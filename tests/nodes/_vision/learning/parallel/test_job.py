from pathlib import Path

import numpy as np
import torch
from learning_together import CPU, lesson, student

from weft.sdk.testing import run_context
from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.learning.learner import Examples
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.parallel.job import Job, job_of, read, write
from weft_nodes._vision.learning.parallel.place import Others
from weft_nodes._vision.learning.recipe import Recipe


def sent(folder: Path, examples: Examples) -> Job:
    with run_context() as ctx:
        learned = Lesson(examples, examples, Classes(2), Recipe(rate=0.1), ctx)
        write(job_of(student(Others()), learned, {"steps": torch.ones(1)}, folder), folder)
    return read(folder, CPU)


def test_pictures_are_mapped_from_the_file_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    with run_context() as ctx:
        examples = lesson(tmp_path, ctx).training
    job = sent(tmp_path / "team", examples)
    found = job.examples()
    assert [file.name for file in (tmp_path / "team").iterdir()] == ["job"]
    assert (tmp_path / "team" / "job").stat().st_size < 20_000
    assert isinstance(found.values, np.memmap)
    assert not found.values.flags.writeable
    assert np.array_equal(found.values, np.asarray(examples.values[np.arange(70)]))
    assert np.array_equal(found.targets, examples.targets)


def test_what_is_in_no_file_or_is_a_part_of_one_gets_its_own(tmp_path: Path) -> None:
    rows = np.arange(12, dtype=np.float16).reshape(6, 2)
    rows.tofile(tmp_path / "rows")
    part = np.memmap(tmp_path / "rows", np.float16, "r", shape=(6, 2))[2:]
    found = sent(tmp_path, Examples(Turns([rows[:4], part]), np.arange(4))).examples().in_epoch(1)
    assert found.values[np.arange(4)].tolist() == [[4, 5], [2, 3], [8, 9], [6, 7]]


def test_the_learner_arrives_as_it_is(tmp_path: Path) -> None:
    with run_context() as ctx:
        job = sent(tmp_path, lesson(tmp_path, ctx).training)
    expected, found = student(Others()).module, job.learner.module
    for (name, own), other in zip(expected.state_dict().items(), found.state_dict().values(), strict=True):
        assert torch.equal(own, other), name
        assert own.stride() == other.stride(), name
    in_groups = [id(parameter) for group in job.learner.groups for parameter in group]
    assert in_groups == [id(parameter) for parameter in found.parameters()]
    assert job.state["steps"] == 1
