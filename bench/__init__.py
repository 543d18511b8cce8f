"""Measures the platform beside the floor; `python -m bench` prints the table."""
