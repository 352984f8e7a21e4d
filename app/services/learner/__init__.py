"""A learner: joining, lessons, tests on a page or a phone, and whom they told."""
