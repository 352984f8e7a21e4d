"""All figures together: counts of groups in, one frozen report out, without what must be hidden."""
