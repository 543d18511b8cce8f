"""Shows a content folder as an operator will see it, anew with each change.

Owns the throw-away installation behind `plugin preview`: one invented operator with an assessment
of each of the folder's profiles. Nothing of it outlives the command.
"""
