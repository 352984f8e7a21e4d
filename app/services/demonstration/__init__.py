"""Invented people: the demonstration, and the course that an author looks at."""
