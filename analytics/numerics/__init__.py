"""Numbers themselves: tails that do not underflow, roots, ratios."""
