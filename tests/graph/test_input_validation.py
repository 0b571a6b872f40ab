import pytest
import strawberry

from billing import errors as refusals
from billing import unset
from graph import errors, filters, input_validation


@pytest.mark.parametrize("text", ["a\0", "\ud800", "x" * 11])
def test_what_a_database_cannot_take_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(refusals.InvalidInput) as refused:
        input_validation.validate_text(text, "lines.2.description", 10)
    assert refused.value.field == "lines.2.description"


@pytest.mark.parametrize("text", ["", "x" * 10, "naïve 🙂", "\n\t"])
def test_the_rest_is_kept_as_it_came(text: str) -> None:
    assert input_validation.validate_text(text, "reason", 10) == text


def test_absent_leaves_and_null_clears() -> None:
    assert input_validation.to_change(strawberry.UNSET) is unset.UNSET
    assert input_validation.to_change(None) is None
    assert input_validation.to_change(0) == 0
    assert input_validation.none_if_unset(strawberry.UNSET) is None
    with pytest.raises(refusals.InvalidInput):
        input_validation.to_non_null_change(None, "number")


@pytest.mark.parametrize("search", ["a\0", "\udfff", "x" * 101])
def test_search_is_bounded_text(search: str) -> None:
    with pytest.raises(errors.BadUserInput):
        filters.parse_client_list(search)


def test_an_empty_search_finds_everything() -> None:
    for nothing in ("", None, strawberry.UNSET):
        assert filters.parse_client_list(nothing).filter == filters.ClientCriteria(None)
