"""A yard of one's own: content with every kind of question, and its next version."""

import shutil
from pathlib import Path

CONTENT = Path(__file__).with_name("content")
_GROUPS = "catalogues/trial-yard/groups/01-gates.yaml"
_NEW_CONTROL = """
  - id: trial.fence
    title: Fence
    statement: The fence is whole.
    rationale: Through a hole comes whoever likes.
    guidance: [Walk along it.]
    example_evidence: [Log of the rounds]
    references: []
    questions:
      - {id: whole, prompt: Is the fence whole?, kind: yes_no}
"""
_CHANGES = """version: "1.1"
since: "1.0"
controls:
  trial.cranes:
    change: changed
    questions: {remark: null}
    note: A remark is no longer asked for.
  trial.signals: {change: same}
"""


def next_version(folder: Path) -> Path:
    """Version 1.1 of the content, in a new folder: a control changed, one came."""
    shutil.copytree(CONTENT, folder)
    groups = folder / _GROUPS
    text = groups.read_text(encoding="utf-8")
    text = text.replace(
        "Nobody moves a crane from afar without being seen.",
        "Nobody moves a crane from afar without being seen by two.",
    )
    remark = (
        "      - {id: remark, prompt: What else should be known?, kind: text, optional: true}\n"
    )
    assert remark in text
    groups.write_text(text.replace(remark, "") + _NEW_CONTROL, encoding="utf-8")
    changes = folder / "catalogues/trial-yard/changes/1.1.yaml"
    changes.parent.mkdir()
    changes.write_text(_CHANGES, encoding="utf-8")
    shutil.rmtree(folder / "catalogues/trial-yard/translations")
    for name in ("catalogues/trial-yard/catalogue.yaml", "profiles/trial-yard.yaml"):
        file = folder / name
        file.write_text(
            file.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "1.1"'),
            encoding="utf-8",
        )
    return folder
