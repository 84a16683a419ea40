"""The processes: how organisations behave in a step, one file a mechanism."""
