"""Shows what the night found: one file an output, and what makes hostile text harmless."""
