"""Rows of tests and lessons, and what each learner's tests add up to."""
