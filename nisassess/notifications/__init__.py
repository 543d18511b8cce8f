"""Inboxes, mail, what people want to be told, and what runs by the clock.

Owns notices, the choices and time zones of people, the outbox, and the record of daily work. Does
not own what happens elsewhere: whoever knows of it calls `telling.tell` inside its own write.
"""
