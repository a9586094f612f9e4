"""One module per route: its path, its parameters and how its answer is read."""
