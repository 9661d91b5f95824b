"""What a report tells of the settings and of the network, as names and values. Imports torch."""

from weft_nodes._vision.learning.experiment import Outcome
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.recipe import Wishes
from weft_nodes._vision.learning.several_labels import SeveralLabels
from weft_nodes._vision.models.classifier import Card
from weft_nodes._vision.models.model_card import licence
from weft_nodes._vision.networks.weights import Weights
from weft_nodes._vision.reporting.recipe_facts import recipe_facts
from weft_nodes._vision.reporting.report_details import Facts


def setting_facts(wishes: Wishes, outcome: Outcome) -> Facts:
    """What was chosen, by the user or automatically."""
    setup, rate_is_given = outcome.setup, bool(wishes.settings.get("learning_rate"))
    classes = outcome.training.target == "classes"
    codes = outcome.training.codes(outcome.classes) if classes else None
    return (
        *recipe_facts(setup.scope, setup.recipe, codes, rate_is_given),
        *_of_target(wishes, outcome),
        ("Device", setup.device.type),
    )


def _of_target(wishes: Wishes, outcome: Outcome) -> Facts:
    match outcome.objective:
        case Classes():
            return (("Wanted precision", "off" if wishes.precision is None else f"{wishes.precision:g}"),)
        case SeveralLabels(weights=weights) if weights:
            some = f"a picture with the label counts {min(weights):.2g} to {max(weights):.2g} times"
            return (("Label weights", some),)
        case _:
            return ()


def model_facts(outcome: Outcome, card: Card, why: str) -> Facts:
    """The network, where its numbers come from, and what it was made with."""
    setup, pretraining = outcome.setup, card.pretraining
    size = setup.preprocess
    name = ".".join(filter(None, (pretraining.architecture, pretraining.tag)))
    numbers = sum(parameter.numel() for parameter in outcome.network.parameters())
    pretrained = isinstance(setup.start, Weights)
    facts = [
        ("Network", setup.backbone.name),
        ("Weights", name if pretrained else "random at the start"),
        ("Licence of the weights", licence(card) if pretrained else ""),
        ("Picture size", f"{size.width} x {size.height}, {why}"),
        ("Parameters", f"{numbers:,}"),
        (
            "Features computed",
            f"{outcome.computed:,}, others were kept" if outcome.reading else "",
        ),
        ("Features by", outcome.reading.sentence() if outcome.reading else ""),
        ("Temperature of scores", f"{card.temperature:.3f}" if card.target == "classes" else ""),
        *((f"Version of {library}", version) for library, version in card.versions.items()),
    ]
    return tuple((name, value) for name, value in facts if value)
