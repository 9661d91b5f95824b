"""Tools that apply trained models."""
