"""From a graph to stages, to keys, to what will run and why."""
