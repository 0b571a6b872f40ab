"""Descriptions of types come from docstrings."""

import enum

import pytest
import strawberry

from graph import described


@described.enum_type
class Size(enum.Enum):
    """A size."""

    SMALL = "Small enough."
    LARGE = "Too large."


@described.object_type
class Query:
    """The first line
    and the second.

    Another paragraph.
    """

    size: Size = described.field("The size.", name="dressSize")


def test_descriptions_are_in_the_schema() -> None:
    """Lines of a paragraph are joined; the value of an enum's member is its description."""
    schema = strawberry.Schema(query=Query)
    assert schema.as_str() == (
        '"""\nThe first line and the second.\n\nAnother paragraph.\n"""\n'
        'type Query {\n  """The size."""\n  dressSize: Size!\n}\n\n'
        '"""A size."""\nenum Size {\n  """Small enough."""\n  SMALL\n\n  """Too large."""\n  LARGE\n}'
    )


def test_type_without_docstring_is_rejected() -> None:
    class Undocumented:
        """"""

    with pytest.raises(TypeError, match="Undocumented"):
        described.object_type(Undocumented)
