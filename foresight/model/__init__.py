"""The model: the sector, its institutions, processes and the levers of actions."""
