import re
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa

from weft_nodes._vision.evaluation.assessment import Assessment
from weft_nodes._vision.evaluation.baseline import Baseline
from weft_nodes._vision.evaluation.calibration import reliability
from weft_nodes._vision.evaluation.metrics import evaluate
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates
from weft_nodes._vision.evaluation.unknown import Threshold
from weft_nodes._vision.learning.course import Course, Epoch, Verdict
from weft_nodes._vision.learning.samples import Samples, Side, Skipped
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.reporting.mistakes import LikePair, Mistake
from weft_nodes._vision.reporting.report import Story, render

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


def assessment(truth: list[int], predicted: list[int], **changed: object) -> Assessment:
    right = np.equal(truth, predicted)
    scores = np.linspace(0.97, 0.7, len(truth))
    verdict = Verdict(0.3, np.array(predicted), scores.astype(np.float32), (1 - scores).astype(np.float32))
    told = reliability(scores, right)
    none = np.zeros(0, np.int64)
    parts: dict[str, object] = {
        "evaluation": evaluate(CLASSES, truth, predicted),
        "verdict": verdict,
        "baseline": Baseline(CLASSES[0], 0.5),
        "temperature": 1.25,
        "before": told,
        "after": told,
        "near": NearDuplicates(none, none, np.zeros(0), np.arange(len(truth)), 0),
        "exact": 0,
        "apart": None,
        "difference": 0.42,
    }
    return Assessment(**{**parts, **changed})  # type: ignore[arg-type]  # the tests change one part at a time


def card() -> Card:
    start = Pretraining()
    return Card(
        label="Class",
        classes=CLASSES,
        backbone="VGG16",
        pretraining=start,
        preprocess=start.preprocess(32, 32),
        scope="head only",
        class_counts={"training": (2000, 1943), "validation": (2, 2)},
        digests={"training": "0123456789abcdef" * 4},
        limits=("Only <cartoons> were seen.",),
    )


def story(**changed: object) -> Story:
    found = assessment([0, 0, 1, 1], [0, 0, 1, 0])
    parts: dict[str, object] = {
        "assessment": found,
        "course": Course(EPOCHS, EPOCHS[1], found.verdict),
        "mistakes": (
            Mistake(4, CLASSES[1], CLASSES[0], 0.97, 0.02, "data:image/jpeg;base64,AA==", "<1>.jpg"),
        ),
        "pairs": (),
        "training": samples("training", "T", 3943),
        "validation": samples("validation", "V", 4),
        "card": card(),
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
    named = card().model_copy(update={"label": "<img src=x>"})
    page = render(story(card=named, notes=("<em>",), settings=(("<b>", "<tt>"),)))
    assert page.count("<script") == 1  # the data for programs
    assert all(mark not in page for mark in ("<img src=x>", "<em></li>", "<dt><b>", "<tt>", "<cartoons>"))
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
    assert page.count("<svg") == 3
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
    page = render(story(assessment=assessment([0, 1], [0, 1]), mistakes=()))
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


def test_the_accuracy_is_held_against_a_guess_and_against_what_the_pictures_could_show() -> None:
    page = render(story())
    assert "right by always answering Bart &lt;script&gt;" in page
    assert "42.0\u00a0points" in page
    assert "temperature of 1.25" in page
    assert "Unknown." not in page
    assert "Near-duplicates" not in page


def test_classes_have_their_counts_and_intervals() -> None:
    page = render(story())
    assert '<th scope="row">Bart &lt;script&gt;</th><td>2,000</td><td>2</td>' in page
    assert "<span>66.7\u00a0%</span><small>20.8 to 93.9</small>" in page


def test_near_duplicates_are_shown_with_the_accuracy_without_them() -> None:
    near = NearDuplicates(np.array([1]), np.array([7]), np.array([0.98]), np.arange(4), 2)
    found = assessment([0, 0, 1, 1], [0, 0, 1, 0], near=near, apart=evaluate(CLASSES, [0, 1, 1], [0, 1, 0]))
    pair = LikePair(2, 8, CLASSES[0], CLASSES[1], 0.98, True, "data:image/jpeg;base64,AA==", "")
    page = render(story(assessment=found, pairs=(pair,)))
    assert "Of 4 validation pictures 1 (25.0\u00a0%) look like a training picture" in page
    assert "Without them the accuracy is 66.7\u00a0% (20.8\u00a0% to 93.9\u00a0%) on 3 pictures." in page
    assert "1 of those shown have different labels" in page
    assert "2 pictures are too even to be compared." in page
    assert "record 2 of V, 8 of T" in page
    assert "New pictures only" in page


def test_a_threshold_is_told_with_what_it_leaves_unknown() -> None:
    found = assessment([0, 0, 1, 1], [0, 0, 1, 0], threshold=Threshold(0.8, 0.95, False, 3, 3, 4))
    page = render(story(assessment=found))
    assert "answers from a score of 0.800 on. Of V, 1 of 4 pictures (25.0\u00a0%) would be unknown" in page
    assert "3 of 3 answers are right (100.0\u00a0%)" in page
    assert "do not show that the precision is reached" in page


def test_data_facts_limits_and_the_card_as_text_are_there() -> None:
    page = render(story())
    assert "<dt>SHA-256</dt><dd>0123456789abcdef…</dd>" in page
    assert "<li>Only &lt;cartoons&gt; were seen.</li>" in page
    assert "# Model card: Class by VGG16" in page


def test_what_scrolls_can_be_scrolled_by_the_keyboard() -> None:
    page = render(story())
    assert page.count('class="card wide" tabindex="0" role="region" aria-label=') == 4
