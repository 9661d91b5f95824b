"""Data investigation: see what is in the data."""
