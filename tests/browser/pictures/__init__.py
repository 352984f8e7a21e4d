"""Pictures of the running product for documents, made anew by `make pictures`, and collected by that alone."""
