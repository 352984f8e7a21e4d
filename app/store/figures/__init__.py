"""Rows of settled cohorts: cells, sums, publications, and who is selected by a filter."""
