import pytest
import strawberry

from billing import errors as domain_errors
from billing import unset
from graph import client_lists, errors, input_validation

ALL_CLIENTS = client_lists.ClientCriteria(
    archived=False, has_credits=None, owes=None, overdue=None, search=None, filter_search=None
)


@pytest.mark.parametrize("text", ["a\0", "\ud800", "x" * 11])
def test_invalid_text_is_rejected_with_its_field(text: str) -> None:
    with pytest.raises(domain_errors.InvalidInput) as raised:
        input_validation.validate_opaque(text, "lines.2.description", 10)
    assert raised.value.field == "lines.2.description"


@pytest.mark.parametrize("text", ["", "x" * 10, "naïve 🙂", "\n\t", " e\u0301 "])
def test_keys_are_unchanged(text: str) -> None:
    assert input_validation.validate_opaque(text, "idempotencyKey", 10) == text


def test_omitted_fields_stay_and_null_clears() -> None:
    assert input_validation.to_change(strawberry.UNSET) is unset.UNSET
    assert input_validation.to_change(None) is None
    assert input_validation.to_change(0) == 0
    assert input_validation.none_if_unset(strawberry.UNSET) is None
    with pytest.raises(domain_errors.InvalidInput):
        input_validation.to_non_null_change(None, "number")


@pytest.mark.parametrize("search", ["a\0", "\udfff", "x" * 101, "a\nb", "a\u202eb"])
def test_invalid_search_is_rejected(search: str) -> None:
    with pytest.raises(errors.BadUserInput):
        client_lists.parse_client_list(search)


def test_an_empty_search_does_not_filter() -> None:
    for empty in ("", " \u3000", "\u200d", None, strawberry.UNSET):
        assert client_lists.parse_client_list(empty).criteria == ALL_CLIENTS
