"""Suggestions: what difflib would say, without asking it about every word."""

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from flashc.passes.closest import Closest
from flashc.passes.suggest import bounded_suggestions, suggestion
from inventing import invented
from work import calls_of

words = st.text(alphabet="abcde_-é0", max_size=9)


@invented(500)
@given(words, st.lists(words, max_size=30), st.sampled_from([0.6, 0.75]))
def test_the_closest_word_is_the_one_that_difflib_finds(
    word: str, known: list[str], cutoff: float
) -> None:
    near = get_close_matches(word, known, n=1, cutoff=cutoff)
    assert Closest(known).to(word, cutoff) == (near[0] if near else None)


def test_a_word_of_one_letter_many_times_is_found_too() -> None:
    assert Closest(["a" * 100, "b" * 100]).to("a" * 99, 0.6) == "a" * 100


def test_letter_case_is_no_difference() -> None:
    assert suggestion("USERID", ["userId", "other"]) == "userId"
    assert suggestion("Usrid", ["userId", "other"]) == "userId"
    assert suggestion("q", ["userId", "other"]) is None


def test_many_misspelt_names_of_many_alike_cost_what_they_are() -> None:
    def work(count: int) -> int:
        known = [f"value_of_thing_{i}" for i in range(count)]
        return calls_of(lambda: [suggestion(f"valeu_of_thng_{i}", known) for i in range(count)])

    assert suggestion("valeu_of_thng_7", [f"value_of_thing_{i}" for i in range(9)])
    assert work(480) < 6 * work(120)


def test_a_compile_with_many_misspelt_names_gives_suggestions_for_the_first_ones() -> None:
    known = [f"value_of_thing_{i}" for i in range(400)]
    with bounded_suggestions():
        given = [suggestion(f"valeu_of_thng_{i}", known) is not None for i in range(400)]
    first = given.index(False)
    assert first > 100
    assert not any(given[first:])
    # The next compile begins anew, and what is asked outside of one has no bound.
    with bounded_suggestions():
        assert suggestion("valeu_of_thng_7", known)
    assert suggestion("valeu_of_thng_7", known)


def test_misspelt_names_after_the_last_suggestion_cost_nothing_however_many_are_alike() -> None:
    def work(count: int) -> int:
        known = [f"value_of_thing_{i}" for i in range(count)]
        with bounded_suggestions():
            return calls_of(lambda: [suggestion(f"valeu_of_thng_{i}", known) for i in range(count)])

    assert work(2_400) < 2 * work(600)


def test_few_words_are_compared_however_many_there_were_before() -> None:
    known = [f"value_of_thing_{i}" for i in range(400)]
    with bounded_suggestions():
        while suggestion("valeu_of_thng_7", known):
            pass
        assert suggestion("Endpiont", ["Endpoint", "remote"]) == "Endpoint"
