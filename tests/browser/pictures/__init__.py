"""Pictures of the running product for documents, made anew by `make pictures`; no tests, and collected by name only."""
