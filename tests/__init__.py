"""The tests, by the question they answer: see CONTRIBUTING.md."""
