import re
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa

from weft_nodes._vision.course import Course, Epoch, Verdict
from weft_nodes._vision.metrics import evaluate
from weft_nodes._vision.mistakes import Mistake
from weft_nodes._vision.report import Story, render
from weft_nodes._vision.samples import Samples, Side, Skipped

CLASSES = ("Bart <script>", 'Lisa "& Co"')
EPOCHS = (
    Epoch(1, 0.9, 0.5, 0.8, 0.5, 12.0, 100.0),
    Epoch(2, 0.4, 0.8, 0.3, 0.75, 12.0, 100.0),
    Epoch(3, 0.3, 0.9, 0.4, 0.75, 12.0, 100.0),
)


def samples(name: str, letter: str, count: int, skipped: tuple[Skipped, ...] = ()) -> Samples:
    labels = pa.array([CLASSES[position % 4 // 2] for position in range(count)], pa.string())
    side = Side(name, letter, "image", "Class")
    return Samples(side, pa.chunked_array([pa.array([b""])]), np.arange(count), labels, pa.string(), skipped)


def story(**changed: object) -> Story:
    scores = np.array([0.9, 0.8, 0.7, 0.97], np.float32)
    verdict = Verdict(0.3, np.array([0, 0, 1, 0]), scores, 1 - scores)
    parts: dict[str, object] = {
        "label": "Class",
        "evaluation": evaluate(CLASSES, [0, 0, 1, 1], [0, 0, 1, 0]),
        "course": Course(EPOCHS, EPOCHS[1], verdict),
        "mistakes": (
            Mistake(4, CLASSES[1], CLASSES[0], 0.97, 0.02, "data:image/jpeg;base64,AA==", "<1>.jpg"),
        ),
        "training": samples("training", "T", 3943),
        "validation": samples("validation", "V", 4),
        "notes": (),
        "settings": (("Epochs", "3"),),
        "model": (("Network", "VGG16"),),
    }
    return Story(**{**parts, **changed})  # type: ignore[arg-type]  # the tests change one part at a time


class Outline(HTMLParser):
    """What is open and what is loaded, as a browser would see it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_loads_nothing_from_elsewhere() -> None:
    page = render(story())
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert all(source.startswith("data:image/jpeg;base64,") for source in outline.sources)
    assert "url(" not in page
    assert "http:" not in page
    assert "https:" not in page


def test_names_of_users_cannot_become_markup() -> None:
    page = render(story(label="<img src=x>", notes=("<i>",), settings=(("<u>", "<s>"),)))
    assert page.count("<script") == 1  # the data for programs
    assert all(mark not in page for mark in ("<img src=x>", "<i>", "<u>", "<s>"))
    assert page.count("Bart &lt;script&gt;") > 4


def test_the_headline_tells_accuracy_counts_and_doubt() -> None:
    page = render(story())
    assert ">75.0\u00a0%</div>" in page
    assert "3 of 4 validation pictures recognised" in page
    assert "95 % confidence: 30.1\u00a0% to 95.4\u00a0%" in page
    assert "<dd>2 of 3</dd>" in page
    assert "<dd>3,943</dd>" in page
    assert "<dd>36 s</dd>" in page


def test_curves_tables_mistakes_settings_and_model_are_there() -> None:
    page = render(story())
    assert page.count("<svg") == 2
    assert page.count("<polyline") == 4
    assert "Most often mistaken: Lisa &quot;&amp; Co&quot; as Bart &lt;script&gt; (1)." in page
    assert re.search(r'<tr class="kept"><th scope="row">2<span class="badge">kept</span></th>', page)
    assert 'src="data:image/jpeg;base64,AA=="' in page
    assert "All 1 wrong predictions, the surest first" in page
    assert "97.0\u00a0% sure; truth 2.0\u00a0%" in page
    assert "record 4 of V" in page
    assert '<small title="&lt;1&gt;.jpg">&lt;1&gt;.jpg</small>' in page
    assert "<dt>Epochs</dt><dd>3</dd>" in page
    assert "<dt>Network</dt><dd>VGG16</dd>" in page


def test_skipped_records_are_counted_by_reason_and_the_first_are_listed() -> None:
    nulls = [Skipped(n, "the label is null") for n in range(1, 31)]
    skipped = (*nulls, Skipped(40, "the picture is null"))
    page = render(story(training=samples("training", "T", 5, skipped)))
    assert "<dt>Skipped: the label is null</dt><dd>30</dd>" in page
    assert "<dt>Skipped: the picture is null</dt><dd>1</dd>" in page
    assert "<li>record 20: the label is null</li><li>and 11 more</li>" in page


def test_a_perfect_training_has_no_mistakes_to_show() -> None:
    page = render(story(evaluation=evaluate(CLASSES, [0, 1], [0, 1]), mistakes=()))
    assert "No picture was mistaken." in page
    assert "Worst mistakes" not in page


def test_an_early_end_is_told_with_its_reason() -> None:
    course = story().course
    ended = Course(course.epochs, course.best, course.verdict, "no better epoch among 2 more")
    assert "Ended early: no better epoch among 2 more." in render(story(course=ended))


def test_colours_follow_light_dark_and_print() -> None:
    page = render(story())
    assert "@media (prefers-color-scheme: dark)" in page
    assert "@media print" in page
