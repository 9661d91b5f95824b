"""Samples: the workflows that come with Weft."""

from fastapi import APIRouter

from weft_web.messages.workflows import Sample
from weft_web.routes.services import Given

router = APIRouter()


@router.get("/samples")
def list_samples(given: Given) -> list[Sample]:
    """All samples; `POST /workflows` copies one."""
    return given.samples.list()
