import base64
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import errors
from graph import global_ids


@given(st.uuids())
def test_an_id_is_read_again(own_id: uuid.UUID) -> None:
    written = global_ids.encode("Invoice", own_id)
    assert global_ids.decode(written) == ("Invoice", own_id)
    assert global_ids.require("Invoice", written) == own_id
    assert global_ids.decode_as("Payment", written) is None


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
def test_anything_else_names_nothing(text: str) -> None:
    assert global_ids.decode(text) is None


@pytest.mark.parametrize(
    "inside",
    ["Invoice", "Invoice:", "Invoice:1", "Invoice:{}", ":", "Invoice:{UPPER}", "Invoice:{plain}", "Invoice:{braced}"],
)
def test_one_object_has_one_id(inside: str) -> None:
    """Other spellings of the same number are no ids: a cache would hold the object twice."""
    own_id = uuid.uuid4()
    spelled = inside.format("", UPPER=str(own_id).upper() + "A", plain=own_id.hex, braced=f"{{{own_id}}}")
    assert global_ids.decode(base64.b64encode(spelled.encode()).decode()) is None


def test_an_unreadable_id_is_not_found() -> None:
    with pytest.raises(errors.NotFound):
        global_ids.require("Invoice", "x")
