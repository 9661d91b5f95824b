"""Trained models: their card, their bytes, what a tool with an M input asks of them."""
