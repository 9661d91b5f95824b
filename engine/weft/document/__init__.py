"""The workflow file: its model, its canonical text, its older formats, its published schema."""
