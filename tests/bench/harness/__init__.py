"""Runs benchmarks: measures programs beside each other, and says how they compare."""
