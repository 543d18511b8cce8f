"""Catalogues of other tools in, ours out: OSCAL, CISO Assistant libraries, workbooks.

Pure conversion between files and the contract's content: no database, no network, nothing read
but the files that were named. Whatever has no place on the other side is listed in a report.
"""
