"""All queries of notifications.

`telling` writes notices for anybody, inside another slice's write; `inbox` and `choices` belong to
the person who acts; `outbox` and `clock` to the installation.
"""
