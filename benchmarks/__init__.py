"""What the model costs, and what it is measured against."""
