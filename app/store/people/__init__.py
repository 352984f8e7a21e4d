"""Rows of learners and staff, their cards and their sign-ins."""
