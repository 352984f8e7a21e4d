"""Figures: cohorts settle, reports are read from what they told, and it is checked that all of it is true."""
