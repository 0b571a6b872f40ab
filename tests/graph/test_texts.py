import pytest
import strawberry

from billing import errors as refusals
from billing import unset
from graph import errors, filters, input_validation


@pytest.mark.parametrize("text", ["a\0", "\ud800", "x" * 11])
def test_what_a_database_cannot_take_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(refusals.InvalidInput) as refused:
        input_validation.taken(text, "lines.2.description", 10)
    assert refused.value.field == "lines.2.description"


@pytest.mark.parametrize("text", ["", "x" * 10, "naïve 🙂", "\n\t"])
def test_the_rest_is_kept_as_it_came(text: str) -> None:
    assert input_validation.taken(text, "reason", 10) == text


def test_absent_leaves_and_null_clears() -> None:
    assert input_validation.changed(strawberry.UNSET) is unset.UNSET
    assert input_validation.changed(None) is None
    assert input_validation.changed(0) == 0
    assert input_validation.given(strawberry.UNSET) is None
    with pytest.raises(refusals.InvalidInput):
        input_validation.settled(None, "number")


@pytest.mark.parametrize("search", ["a\0", "\udfff", "x" * 101])
def test_search_is_bounded_text(search: str) -> None:
    with pytest.raises(errors.BadUserInput):
        filters.of_clients(search)


def test_an_empty_search_finds_everything() -> None:
    for nothing in ("", None, strawberry.UNSET):
        assert filters.of_clients(nothing).filter == filters.Clients(None)
