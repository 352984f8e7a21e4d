"""Steps on which a cohort is counted, as `settlement` names them."""

REVEAL = "reveal"
"""what its facilitator sees, made once"""
COURSE = "course"
"""first and second test: it settles"""
FOLLOW_UP = "follow_up"
"""the third test, months later"""
