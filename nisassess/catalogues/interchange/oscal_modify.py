"""What an OSCAL profile changes in the controls that it imports."""

from typing import Any

from nisassess.catalogues.interchange.oscal_select import all_controls
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry

Value = dict[str, Any]
_REMOVED_BY = {
    "by-name": "name",
    "by-class": "class",
    "by-id": "id",
    "by-ns": "ns",
}


def modify(catalog: Value, changes: Entry, report: Report) -> None:
    """Set parameters and alter controls; the catalogue's own values are not touched."""
    _copy_changeable(catalog)
    controls = {control["id"]: control for control, _ in all_controls(catalog)}
    _set_parameters(catalog, controls, changes, report)
    for alter in changes.blocks("alters"):
        control = controls.get(alter.needed("control-id"))
        if control is None:
            report.departs(alter.path, "alters a control that is not imported")
            continue
        for remove in alter.blocks("removes"):
            _remove(control, remove, report)
        for add in alter.blocks("adds"):
            _add(control, add, report)


def _copy_changeable(catalog: Value) -> None:
    """Controls are copies already; their parameters and parts are still the catalogue's."""
    waiting = [catalog, *(control for control, _ in all_controls(catalog))]
    waiting.extend(catalog.get("groups") or ())
    while waiting:
        holder = waiting.pop()
        for key in ("params", "parts", "props", "links"):
            if holder.get(key):
                holder[key] = [dict(item) for item in holder[key]]
        waiting.extend(holder.get("parts") or ())


def _set_parameters(
    catalog: Value, controls: dict[str, Value], changes: Entry, report: Report
) -> None:
    holders = [catalog, *controls.values(), *_groups(catalog)]
    by_id = {param.get("id"): param for h in holders for param in h.get("params") or ()}
    for setting in changes.blocks("set-parameters"):
        param = by_id.get(setting.needed("param-id"))
        if param is None:
            report.departs(setting.path, "sets a parameter that no imported control has")
            continue
        for key, value in setting.value.items():
            if key in {"props", "links", "guidelines"} and isinstance(value, list):
                param[key] = [*(param.get(key) or []), *value]
            elif key != "param-id":
                param[key] = value


def _groups(catalog: Value) -> list[Value]:
    found, waiting = [], list(catalog.get("groups") or ())
    while waiting:
        group = waiting.pop()
        found.append(group)
        waiting.extend(group.get("groups") or ())
    return found


def _remove(control: Value, remove: Entry, report: Report) -> None:
    wanted = {key: remove.text(word) for word, key in _REMOVED_BY.items() if remove.has(word)}
    item = remove.text("by-item-name")
    lists = {"part": "parts", "prop": "props", "link": "links", "param": "params"}
    keys = [lists[item]] if item in lists else list(lists.values())
    if not wanted or (item and item not in lists):
        report.left_out(remove.path, "a removal of something that cannot be told")
        return
    waiting = [control]
    while waiting:
        holder = waiting.pop()
        for key in keys:
            if holder.get(key):
                holder[key] = [one for one in holder[key] if not _matches(one, wanted)]
        waiting.extend(holder.get("parts") or ())


def _matches(item: Value, wanted: dict[str, str]) -> bool:
    return all(item.get(key) == value for key, value in wanted.items())


def _add(control: Value, add: Entry, report: Report) -> None:
    by_id = add.text("by-id")
    holder = control if by_id in {"", control["id"]} else _part(control, by_id)
    if holder is None:
        report.departs(add.path, f"adds to '{by_id}', which is not there")
        return
    if add.text("position") in {"before", "after"} and holder is not control:
        _add_beside(control, holder, add)
        return
    if add.has("title"):
        holder["title"] = add.text("title")
    for key in ("params", "props", "links", "parts"):
        added = [entry.value for entry in add.blocks(key)]
        if added:
            there = holder.get(key) or []
            first = add.text("position") == "starting"
            holder[key] = [*added, *there] if first else [*there, *added]


def _add_beside(control: Value, part: Value, add: Entry) -> None:
    added = [entry.value for entry in add.blocks("parts")]
    waiting = [control]
    while waiting:
        holder = waiting.pop()
        there = holder.get("parts") or []
        for number, one in enumerate(there):
            if one is part:
                at = number if add.text("position") == "before" else number + 1
                holder["parts"] = [*there[:at], *added, *there[at:]]
                return
        waiting.extend(there)


def _part(control: Value, id_: str) -> Value | None:
    waiting = list(control.get("parts") or ())
    while waiting:
        part: Value = waiting.pop()
        if part.get("id") == id_:
            return part
        waiting.extend(part.get("parts") or ())
    return next((p for p in control.get("params") or () if p.get("id") == id_), None)
