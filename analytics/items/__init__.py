"""The instrument's items and forms: how hard, how telling, how fair, how equal."""
