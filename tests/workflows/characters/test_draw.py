import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SCRIPT = Path(__file__).parents[3] / "workflows" / "characters" / "draw.py"
NAMES = ["bolt", "hazel", "kiko", "momo"]


def draw(folder: Path, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), *options], capture_output=True, text=True, check=True
    )
    return done.stdout


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.*"))
    }


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("characters")
    draw(folder, "--pictures", "320")
    return folder


def test_every_character_gets_a_folder_of_numbered_jpeg_pictures(pictures: Path) -> None:
    assert sorted(path.name for path in pictures.iterdir()) == NAMES
    for name in NAMES:
        files = sorted(path.name for path in (pictures / name).iterdir())
        assert files == [f"{name}_{number:04}.jpg" for number in range(1, 81)]
        with Image.open(pictures / name / files[0]) as picture:
            assert (picture.format, picture.mode) == ("JPEG", "RGB")
            assert all(130 <= side <= 190 for side in picture.size)


def test_the_same_seed_draws_the_same_bytes_however_many_pictures_there_are(
    pictures: Path, tmp_path: Path
) -> None:
    draw(tmp_path, "--pictures", "12")
    few = digests(tmp_path)
    assert len(few) == 12
    assert few.items() <= digests(pictures).items()


def test_another_seed_draws_other_pictures(pictures: Path, tmp_path: Path) -> None:
    draw(tmp_path, "--pictures", "4", "--seed", "2")
    known = digests(pictures)
    assert all(known[name] != digest for name, digest in digests(tmp_path).items())


def test_pictures_that_are_there_are_kept_and_missing_ones_drawn_again(tmp_path: Path) -> None:
    draw(tmp_path, "--pictures", "8")
    before = digests(tmp_path)
    (tmp_path / "momo" / "momo_0002.jpg").unlink()
    assert "1 of them drawn now" in draw(tmp_path, "--pictures", "8")
    assert digests(tmp_path) == before
    assert "0 of them drawn now" in draw(tmp_path, "--pictures", "8")


def test_the_characters_cannot_be_told_apart_by_their_colours(pictures: Path) -> None:
    means, labels = [], []
    for label, name in enumerate(NAMES):
        for path in sorted((pictures / name).iterdir()):
            with Image.open(path) as picture:
                means.append(np.asarray(picture, np.float64).reshape(-1, 3).mean(axis=0))
            labels.append(label)
    colours, truth = np.array(means), np.array(labels)
    learn = np.arange(len(truth)) % 2 == 0
    centres = np.stack([colours[learn & (truth == label)].mean(axis=0) for label in range(4)])
    guesses = ((colours[~learn][:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert (guesses == truth[~learn]).mean() < 0.45
    gaps = ((colours[~learn][:, None] - colours[learn]) ** 2).sum(axis=2).argmin(axis=1)
    assert (truth[learn][gaps] == truth[~learn]).mean() < 0.45
