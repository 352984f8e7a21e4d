"""Who answers on paper: printed forms, learners without a phone, answers typed in one by one or read from a file."""
