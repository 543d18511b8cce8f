"""An installation filled with invented operators, authorities and people, for a first look.

Owns the invented content and how it is entered: through the same services as everybody's, by
people with the right roles. No organisation, person or address in it exists.
"""
