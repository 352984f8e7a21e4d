"""Tests of no change and of no difference, each with p and ln p."""
