"""Routes of validation."""

from fastapi import APIRouter

router = APIRouter()
