"""Analysis: what a set of runs says."""
