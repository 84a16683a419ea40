"""Results made readable: numbers, sentences and charts from tidy tables, with no knowledge of the screen."""
