"""The set-up of this checkout; start it by scripts/setup."""
