"""Routes of models."""

from fastapi import APIRouter

router = APIRouter()
