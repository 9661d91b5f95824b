"""Routes of results."""

from fastapi import APIRouter

router = APIRouter()
