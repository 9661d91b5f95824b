"""Preparation: choose, compute, order and number records and columns."""
