"""A year of daily runs: what file, memory and time come to."""
