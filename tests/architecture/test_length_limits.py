"""Files and functions are short enough to be read at once."""

from __future__ import annotations

from tests.architecture.conftest import SOURCE, python_files

FILE_LINES = 300
FUNCTION_LINES = 40


def test_a_file_is_at_most_300_lines() -> None:
    """Comments and blank lines included."""
    lengths = {file.name: len(file.text.splitlines()) for file in python_files(SOURCE)}
    assert {name: length for name, length in lengths.items() if length > FILE_LINES} == {}


def test_a_function_is_at_most_40_lines() -> None:
    """Its docstring included, its decorators not."""
    lengths = {
        f"{file.name}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for file in python_files(SOURCE)
        for function in file.functions()
    }
    assert {name: length for name, length in lengths.items() if length > FUNCTION_LINES} == {}
