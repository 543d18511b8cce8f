"""Reviews: what an officer does with a submission.

Owns notes, questions, rulings on *not applicable*, decisions with their letters, the timeline of a
case and an authority's policy on them. The case itself, with its state and its officer, lives in
`nisassess.requests`; what was submitted in `nisassess.submissions`. Nothing here reads a draft.
"""
