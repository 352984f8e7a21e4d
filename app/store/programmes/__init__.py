"""Rows of programmes, partners, regions, cohorts, course releases and helplines."""
