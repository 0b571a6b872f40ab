"""Read a firm's list of clients from a CSV file (D39)."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from billing import text_input
from billing.clients import rules
from billing.clients.rules import ClientDetails
from billing.errors import InvalidInput
from translation import gettext as _

_PARSERS: dict[str, Callable[[str], str | None]] = {
    "name": lambda text: text_input.parse_name(text, "name"),
    "email": rules.parse_client_email,
    "reference": rules.parse_reference,
}


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a line of the file is wrong. Lines count from 1, the header included; `column` is None for the whole line."""

    line: int
    column: str | None
    message: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A client of the file, and the line that it begins on."""

    line: int
    details: ClientDetails


@dataclass(frozen=True, slots=True)
class ClientFile:
    """What a file contains: its valid rows, what is wrong with the others, and the columns that are not read."""

    rows: Sequence[FileRow]
    problems: Sequence[FileProblem]
    ignored_columns: Sequence[str]


def parse_client_file(content: bytes) -> ClientFile:
    """Read the columns name, email and reference, in any order, from UTF-8 text separated by commas or semicolons.

    Nothing is raised: whatever is wrong is a problem of the result.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return ClientFile((), (FileProblem(line, None, _("This is not UTF-8 text. Save the file as CSV UTF-8.")),), ())
    rows: list[FileRow] = []
    problems: list[FileProblem] = []
    records = _records(text, problems)
    __, header = next(records, (1, []))
    columns = [column.strip().lower() for column in header]
    problems += _header_problems(columns)
    if not problems:
        for line, cells in records:
            _parse_record(line, cells, columns, rows, problems)
    problems += _duplicates(rows)
    ignored = [name.strip() for name, column in zip(header, columns, strict=True) if column and column not in _PARSERS]
    return ClientFile(rows, sorted(problems, key=lambda problem: problem.line), ignored)


def _records(text: str, problems: list[FileProblem]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each record that is not blank, with the line that it begins on."""
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problems.append(FileProblem(line, None, _("This cannot be read as CSV. Check the quotes of this line.")))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _header_problems(columns: Sequence[str]) -> Iterator[FileProblem]:
    if "name" not in columns:
        yield FileProblem(1, "name", _("The first line must name the columns. The column name is missing."))
    for column in _PARSERS:
        if columns.count(column) > 1:
            yield FileProblem(1, column, _("This column occurs more than once."))


def _parse_record(
    line: int, cells: Sequence[str], columns: Sequence[str], rows: list[FileRow], problems: list[FileProblem]
) -> None:
    if len(cells) > len(columns):
        problems.append(FileProblem(line, None, _("This line has more cells than the first line has columns.")))
        return
    values: dict[str, str | None] = {}
    is_valid = True
    for column, cell in zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True):
        if column in _PARSERS:
            try:
                values[column] = _PARSERS[column](cell)
            except InvalidInput as error:
                problems.append(FileProblem(line, column, str(error)))
                is_valid = False
    if is_valid:
        rows.append(FileRow(line, ClientDetails(values["name"] or "", values.get("email"), values.get("reference"))))


def _duplicates(rows: Sequence[FileRow]) -> Iterator[FileProblem]:
    """Yield a problem for each row whose client is on an earlier line already, as `identity_of` compares them."""
    lines: dict[object, int] = {}
    for row in rows:
        earlier = lines.setdefault(identity_of(row.details), row.line)
        if earlier != row.line:
            column = "name" if row.details.reference is None else "reference"
            message = _("This client is on line {line} already.").format(line=earlier)
            yield FileProblem(row.line, column, message)


def identity_of(details: ClientDetails) -> tuple[str, ...]:
    """A key that is equal for rows of the same client: the reference, or without one the name and the email address."""
    if details.reference is not None:
        return (rules.reference_key(details.reference) or "",)
    return text_input.search_key(details.name), text_input.search_key(details.email or "")
