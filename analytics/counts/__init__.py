"""What is counted: joint tables, cohort sums, flow, items; exact whole numbers that add."""
