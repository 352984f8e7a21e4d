"""The cohort as the unit: errors, likeness, regression and resampling that respect who was taught together."""
