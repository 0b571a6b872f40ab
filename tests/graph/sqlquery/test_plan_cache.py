"""What is kept is bounded: by number, and by weight."""

from graph.sqlquery.plan_cache import WeightedLRU


def test_the_one_not_used_for_longest_goes_first() -> None:
    kept: WeightedLRU[str, int] = WeightedLRU(2)
    for number, key in enumerate("ab"):
        kept.put(key, number)
    assert kept.get("a") == 0
    kept.put("c", 2)
    assert [key in kept for key in "abc"] == [True, False, True]


def test_nor_may_all_of_it_weigh_too_much() -> None:
    """Whoever sends large documents pushes out others, and fills no memory; one kept again weighs what it does now."""
    kept: WeightedLRU[str, int] = WeightedLRU(100, 10)
    for key, weight in (("a", 4), ("b", 4), ("a", 6)):
        kept.put(key, 0, weight)
    assert [key in kept for key in "ab"] == [True, True]
    kept.put("c", 0, 5)
    assert [key in kept for key in "abc"] == [False, True, True]
    kept.put("d", 0, 11)
    assert not any(key in kept for key in "abcd")
