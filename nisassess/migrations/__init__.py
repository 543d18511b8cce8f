"""Migrations of the database schema, applied by `nisassess migrate`."""
