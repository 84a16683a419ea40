"""Indicators: numbers read off the population, by segment."""

from foresight.indicators import declared as declared  # declares them
