"""How good a model is, and how well that is known."""
