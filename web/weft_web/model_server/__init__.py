"""A model behind HTTP: pictures in, classes out. What a model is, is told by whoever starts it."""
