"""Routes of blobs."""

from fastapi import APIRouter

router = APIRouter()
