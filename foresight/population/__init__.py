"""The population: organisations as columns, and their synthesis from the baseline."""
