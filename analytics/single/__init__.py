"""Each statistic by itself, for a notebook: counts in, one frozen result out."""
