"""What leaves the house: publications and their files."""
