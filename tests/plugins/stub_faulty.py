"""A pack whose module cannot be imported."""

raise RuntimeError("the licence server does not answer")
