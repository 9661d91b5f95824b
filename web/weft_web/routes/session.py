"""Routes of session."""

from fastapi import APIRouter

router = APIRouter()
