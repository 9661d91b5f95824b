"""Routes of trained models."""

from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from weft.sdk import ToolError
from weft_web.messages.results import Judgement, ModelCard
from weft_web.routes.blobs import At, Hash
from weft_web.routes.results import Workflow
from weft_web.routes.services import Given

router = APIRouter()

_LARGEST = 100 * 2**20
"""Bytes of a picture that is judged."""


@router.get("/models")
def card(
    given: Given,
    workflow: Workflow,
    node: Annotated[str, Query(description="The name of a node.")],
    anchor: Annotated[str, Query(description="The name of its output with the model, or its letter.")],
) -> ModelCard:
    """The card of a model that a run left."""
    return given.results.models.card(workflow, node, anchor)


@router.post("/models/{hash}/warm", status_code=204)
def warm(given: Given, digest: Hash, at: At) -> None:
    """Load a model, so that the first picture does not wait for it."""
    given.results.models.warm(digest, at)


@router.post("/models/{hash}/judge")
def judge(
    given: Given, digest: Hash, at: At, picture: Annotated[UploadFile, File(description="One picture.")]
) -> Judgement:
    """What a model says of a picture: the probabilities of all classes."""
    if (picture.size or 0) > _LARGEST:
        raise ToolError(f"the picture is larger than {_LARGEST // 2**20} MB; take a smaller one")
    return given.results.models.judge(digest, at, picture.file.read())
