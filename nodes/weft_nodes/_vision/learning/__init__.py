"""How a network learns: from labelled pictures, by a recipe, step by step."""
