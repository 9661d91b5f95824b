"""Join: bring the records of several inputs together."""
