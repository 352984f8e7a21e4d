"""A yes or no: one share, a share asked twice, shares of many groups."""
