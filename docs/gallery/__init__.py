"""Pictures of what the project makes, taken by one command."""
