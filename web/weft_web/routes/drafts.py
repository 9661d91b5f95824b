"""Routes of drafts."""

from fastapi import APIRouter

router = APIRouter()
