"""What people do: every write passes here; no HTTP, no SQL."""
