"""Routes of formulas."""

from fastapi import APIRouter

router = APIRouter()
