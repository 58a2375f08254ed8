"""Words that stand next to each other, in many questions at once."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from wrans.index.stretches import next_to_each_other

PLACES = st.sets(st.integers(0, 6) | st.integers(65_530, 65_535), min_size=1, max_size=6).map(
    sorted
)
WORDS = st.integers(1, 4)


def packed(places: list[int]) -> bytes:
    return array("H", places).tobytes()


@given(st.data(), WORDS, st.sets(st.integers(0, 5) | st.integers(65_530, 65_535)).map(sorted))
def test_a_phrase_is_where_each_word_stands_one_behind_the_other(
    data: st.DataObject, words: int, numbers: list[int]
) -> None:
    texts = {n: [data.draw(PLACES) for _ in range(words)] for n in numbers}
    placed = [{n: packed(texts[n][word]) for n in numbers} for word in range(words)]
    expected = [
        n
        for n in numbers
        if any(
            all(first + word in texts[n][word] for word in range(words)) for first in texts[n][0]
        )
    ]
    assert next_to_each_other(numbers, placed) == expected
