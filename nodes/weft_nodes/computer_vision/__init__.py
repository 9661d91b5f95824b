"""Tools that read, change, measure, learn from and write pictures."""
