import base64
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import errors
from graph import global_ids


@given(st.uuids())
def test_ids_are_decoded(database_id: uuid.UUID) -> None:
    global_id = global_ids.encode("Invoice", database_id)
    assert global_ids.decode(global_id) == ("Invoice", database_id)
    assert global_ids.require("Invoice", global_id) == database_id
    assert global_ids.decode_as("Payment", global_id) is None


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
def test_other_texts_are_no_ids(text: str) -> None:
    assert global_ids.decode(text) is None


@pytest.mark.parametrize(
    "content",
    ["Invoice", "Invoice:", "Invoice:1", "Invoice:{}", ":", "Invoice:{UPPER}", "Invoice:{plain}", "Invoice:{braced}"],
)
def test_an_object_has_one_id(content: str) -> None:
    """Other spellings of its UUID are rejected: a normalized cache would store the object twice."""
    database_id = uuid.uuid4()
    text = content.format("", UPPER=str(database_id).upper() + "A", plain=database_id.hex, braced=f"{{{database_id}}}")
    assert global_ids.decode(base64.b64encode(text.encode()).decode()) is None


def test_an_invalid_id_is_not_found() -> None:
    with pytest.raises(errors.NotFound):
        global_ids.require("Invoice", "x")
