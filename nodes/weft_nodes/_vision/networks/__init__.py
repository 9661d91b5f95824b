"""Networks before anything is learned: which there are, their weights, how they are built and cut."""
