"""What a team says and sees while it fills in an assessment together.

Owns comments on controls, who is here at this moment, and the live stream of what just changed.
All of it stays inside the operator: nothing here reaches sealed results, documents, exports or an
authority. Does not own the answers, nor who may see which control.
"""
