import math
import subprocess
import sys

from weft_nodes._vision.models.card import Card, ClassFigures
from weft_nodes._vision.models.model_card import licence, markdown
from weft_nodes._vision.networks.weights import Pretraining


def card(**changed: object) -> Card:
    start = Pretraining(architecture="mobilenetv2_100", tag="ra_in1k", license="apache-2.0")
    figures = ClassFigures(
        support=40,
        precision=0.9,
        precision_interval=(0.77, 0.96),
        recall=0.95,
        recall_interval=(0.83, 0.99),
        f1=0.92,
    )
    unseen = ClassFigures(
        support=0,
        precision=math.nan,
        precision_interval=(math.nan, math.nan),
        recall=math.nan,
        recall_interval=(math.nan, math.nan),
        f1=math.nan,
    )
    values = {
        "label": "Class",
        "classes": ("cat|dog", "*bird*"),
        "backbone": "MobileNetV2",
        "pretraining": start,
        "preprocess": start.preprocess(128, 96),
        "picture": "image",
        "scope": "head only",
        "counts": {"training": 3943, "validation": 40},
        "class_counts": {"training": (3000, 943), "validation": (40, 0)},
        "skipped": {"training": 2, "validation": 0},
        "digests": {"training": "ab" * 32, "validation": "cd" * 32},
        "recipe": {"rate": 0.001, "augmentation": "none", "find_rate": True},
        "metrics": {"accuracy": 0.95, "baseline": 0.5, "loss": 0.25, "accuracy_of_answers": 0.99},
        "intervals": {"accuracy": (0.83, 0.99)},
        "class_metrics": (figures, unseen),
        "temperature": 1.5,
        "limits": ("V is small.",),
        "versions": {"weft": "1.0"},
    }
    return Card.model_validate({**values, **changed})


def test_the_card_tells_data_classes_recipe_figures_limits_and_licence() -> None:
    page = markdown(card())
    assert page.startswith("# Model card: Class by MobileNetV2\n\nTells 2 classes of pictures apart; 95.0 %")
    assert "95.0 % of the validation pictures rightly (95 % confidence: 83.0 % to 99.0 %)." in page
    assert f"| training | 3,943 | 2 | `{'ab' * 32}` |" in page
    assert "| Always the most frequent class | 50.0 % |" in page
    assert "| Loss | 0.25 |" in page
    assert "| Size | 128 x 96 |" in page
    assert "| Rate | 0.001 |" in page
    assert "| Find rate | yes |" in page
    assert "divided by 1.5. It always answers." in page
    assert "- V is small." in page
    assert "Of the weights that it started from: apache-2.0." in page
    assert page == markdown(card())


def test_a_class_without_pictures_has_no_figures_and_names_are_no_markup() -> None:
    page = markdown(card())
    assert "| cat\\|dog | 3,000 | 40 | 90.0 % (77.0 to 96.0) | 95.0 % (83.0 to 99.0) | 92.0 % |" in page
    assert "| \\*bird\\* | 943 | 0 | n/a | n/a | n/a |" in page


def test_a_threshold_is_told() -> None:
    assert "Under a score of 0.8125 the answer is *Unknown*." in markdown(card(threshold=0.8125))


def test_an_unknown_licence_is_said_to_be_unknown() -> None:
    assert licence(card(pretraining=Pretraining(architecture="mobilenetv2_100"))).startswith("unknown")
    assert licence(card(scope="from scratch")) == "none, it started from random numbers"
    assert licence(card(pretraining=Pretraining())) == "none, it started from random numbers"


def test_a_card_of_before_still_makes_a_page() -> None:
    start = Pretraining()
    bare = Card(
        label="Class",
        classes=("a", "b"),
        backbone="Small CNN",
        pretraining=start,
        preprocess=start.preprocess(32, 32),
    )
    page = markdown(bare)
    assert "Tells 2 classes of pictures apart." in page
    assert "## Data" not in page
    assert "## Limits" not in page


def test_the_text_needs_no_torch() -> None:
    code = "import sys, weft_nodes._vision.models.model_card; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
