"""Who sets up an instance: programmes, partners, staff, helplines, and who waits by lot."""
