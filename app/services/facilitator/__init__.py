"""A facilitator: the board of a cohort, cards, attendance, paper, and what the group learned."""
