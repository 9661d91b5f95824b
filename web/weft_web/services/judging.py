"""Trained models: their cards, and what they say of a picture."""

import base64
from collections.abc import Mapping

import pyarrow as pa
from pydantic import JsonValue, TypeAdapter

from weft.sdk import ModelType, ToolError, picture_format, read_card
from weft_web.messages.results import ClassScore, Judgement, ModelCard
from weft_web.services.aside import Aside
from weft_web.services.blobs import Blobs
from weft_web.services.core import Core, NotFoundError
from weft_web.services.results.cells import cell
from weft_web.services.results.outputs import Outputs, Place

_SECONDS = 180.0
"""For one picture, the start of the libraries and of a large model included."""

_CARD: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class Models:
    """The models among the results of a workspace."""

    def __init__(self, core: Core, outputs: Outputs, blobs: Blobs) -> None:
        self._core = core
        self._outputs = outputs
        self._blobs = blobs
        self._aside = Aside(str(core.settings.plugins or ""))

    def card(self, workflow: str, node: str, anchor: str) -> ModelCard:
        """The model in the first record of an output.

        Raises:
            NotFoundError: There is none.
        """
        found = self._outputs.find(self._core.workflow_path(workflow), node, anchor)
        table = self._outputs.open(found)
        for index, field in enumerate(table.schema):
            if table.num_rows and (isinstance(field.type, ModelType) or pa.types.is_large_binary(field.type)):
                place = str(found.place(0, index))
                shown = cell(table.column(index)[0], lambda: place)  # noqa: B023
                if getattr(shown, "kind", "") == "model":
                    return self._card(shown.hash, place)  # type: ignore[union-attr]
        raise NotFoundError(
            f"output {anchor!r} of node {node!r} holds no model; one comes from Image Recognition"
        )

    def judge(self, digest: str, at: str, picture: bytes) -> Judgement:
        """The probabilities of all classes for a picture, the likeliest first.

        Raises:
            NotFoundError: The model is gone.
            ToolError: The picture cannot be read, or the model cannot be used.
            AsideError: The process that judges died or took too long.
        """
        if not picture_format(picture[:12]):
            raise ToolError(
                "the file is not a picture that can be read; known are JPEG, PNG, GIF, BMP, TIFF and WebP"
            )
        request = {"do": "judge", "picture": base64.b64encode(picture).decode(), **self._model(digest, at)}
        return _judgement(self._aside.ask(request, _SECONDS))

    def warm(self, digest: str, at: str) -> None:
        """Load a model now, so that the first picture does not wait for it.

        Raises:
            NotFoundError: The model is gone.
            ToolError: It cannot be used.
            AsideError: The process that judges died or took too long.
        """
        self._aside.ask({"do": "warm", **self._model(digest, at)}, _SECONDS)

    def close(self) -> None:
        """End the process that judges."""
        self._aside.close()

    def _model(self, digest: str, at: str) -> dict[str, JsonValue]:
        """Where the process aside finds a model."""
        self._blobs.find(digest, at)
        place = Place.read(at)
        return {
            "hash": digest,
            "store": str(self._core.store.root),
            "complete": self._outputs.at(place).complete,
            "key": place.key,
            "node": place.node,
            "anchor": place.anchor,
            "row": place.row,
            "column": place.column,
        }

    def _card(self, digest: str, at: str) -> ModelCard:
        # Only the header is read, but as a copy of the whole: models are some megabytes.
        card = _CARD.validate_python(read_card(self._blobs.find(digest, at).data.to_pybytes()))
        classes = card.get("classes")
        names = tuple(str(name) for name in classes) if isinstance(classes, list) else ()
        return ModelCard(hash=digest, at=at, classes=names, card=card)


def _judgement(answer: Mapping[str, list[float]]) -> Judgement:
    pairs = sorted(zip(answer["classes"], answer["scores"], strict=True), key=lambda pair: -pair[1])
    scores = tuple(ClassScore(name=str(name), probability=score) for name, score in pairs)
    return Judgement(scores=scores, seconds=float(answer["seconds"]))  # type: ignore[arg-type]
