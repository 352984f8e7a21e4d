"""A change in points: its mean, its size, and how much of it is the test's own noise."""
