import numpy as np
import torch

from weft_nodes._vision.exporting.graph import Graph, facts
from weft_nodes._vision.exporting.parity import drawn
from weft_nodes._vision.models.card import Card
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find


def test_a_transformer_of_any_size_is_settled_on_one_and_says_the_same() -> None:
    """OpenVINO stretches the table of positions differently: probabilities were off by 0.03."""
    backbone = find("vit_tiny_patch16_224")
    start = untrained(backbone)
    values = {"label": "Class", "classes": ("a", "b"), "backbone": backbone.name, "pretraining": start}
    card = Card.model_validate(
        {**values, "preprocess": start.preprocess(48, 32), "settings": {"weights_dir": "/home/ada"}}
    )
    seed_torch(1)
    classifier = Classifier(card, build(backbone, Shape(2, 48, 32), start))
    graph = Graph(classifier)
    assert graph.network.backbone.get_parameter("pos_embed").shape[1] == 3 * 2 + 1
    assert classifier.network.backbone.get_parameter("pos_embed").shape[1] == 14 * 14 + 1
    pixels = drawn(card.preprocess)
    with torch.inference_mode():
        found = graph(torch.from_numpy(pixels)).numpy()
    assert np.abs(found - classifier.probabilities(pixels)).max() < 1e-6
    assert "ada" not in str(facts(classifier))
