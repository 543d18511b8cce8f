"""Documents made of sealed results: today the PDF that goes to the authority.

Owns the page, its words (`messages`), its type (`fonts`, `styles`, `templates`) and the worker
processes that render it. Pure functions of sealed results: no database, no clock, no request to
any host; the same results give the same bytes. It does not seal, store, sign or hand out
anything: that is the business of `nisassess.submissions`.

`render.render_pdf` renders here and now, `pool.PdfPool` in workers beside the event loop.
"""
