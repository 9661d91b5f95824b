"""Routes of workflows."""

from fastapi import APIRouter

router = APIRouter()
