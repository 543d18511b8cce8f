"""Which documents can be made of sealed results besides the PDF."""

from enum import StrEnum


class Form(StrEnum):
    """A document's form, as the command line names it."""

    JSON = "json"
    OSCAL = "oscal"
    POAM = "poam"
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def ending(self) -> str:
        """How the names of its files end."""
        return f"{self.value}.json" if self in {Form.OSCAL, Form.POAM} else self.value


MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.OSCAL: "application/json",
    Form.POAM: "application/json",
    Form.CSV: "text/csv; charset=utf-8; header=present",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export(document: bytes, form: Form, *, bom: bool = False) -> bytes:
    """The document in another form; as JSON it is the sealed bytes themselves.

    `bom` puts a mark of its encoding in front of CSV. It may take seconds: an event loop asks in
    a thread. Raises pydantic.ValidationError if it is no sealed results, and NothingToPlanError.
    """
    # Each of these brings a library of its own along.
    if form is Form.OSCAL:
        from nisassess.documents.oscal import assessment_results

        return assessment_results(document)
    if form is Form.POAM:
        from nisassess.documents.poam import plan_of_action

        return plan_of_action(document)
    if form is Form.CSV:
        from nisassess.documents.tables import csv_table

        return csv_table(document, bom=bom)
    if form is Form.XLSX:
        from nisassess.documents.workbook import workbook

        return workbook(document)
    return document
