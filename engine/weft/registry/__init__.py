"""The tools that are there: found, checked for doubles, described."""
