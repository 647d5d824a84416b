"""The nouns of triage, with the standard library only: mention, theme, action, settings, errors."""
