"""Data classes that are defined in no time do what the standard library's do."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from wrans.values import dataclass, field, replace


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """A day of a House."""

    house: str
    number: int = 1
    """Of the session."""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Something that is counted up."""

    count: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Without a field."""


@dataclass(frozen=True, slots=True)
class Measured:
    """With a field that no one gives."""

    text: str
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.text))


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Plain:
    """As ``Sitting``, by the standard library."""

    house: str
    number: int = 1
    names: tuple[str, ...] = ()


def test_an_instance_holds_what_it_was_given_and_the_defaults() -> None:
    held = Sitting("Lords", names=("a",))
    assert (held.house, held.number, held.names) == ("Lords", 1, ("a",))
    assert repr(held) == repr(Plain("Lords", names=("a",))).replace("Plain", "Sitting")
    assert not hasattr(held, "__dict__")


@pytest.mark.parametrize(
    ("args", "more"),
    [((), {}), (("a", 1, (), 2), {}), (("a",), {"house": "b"}), (("a",), {"x": 1})],
)
def test_wrong_arguments_are_refused(args: tuple[Any, ...], more: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Plain(*args, **more)
    with pytest.raises(TypeError):
        Sitting(*args, **more)


def test_equal_values_are_equal_and_one_key() -> None:
    one, other = Sitting("Lords", 2), Sitting("Lords", 2)
    assert one == other
    assert {one: 1}[other] == 1
    assert one != Sitting("Lords", 3)
    assert one != Plain("Lords", 2)  # type: ignore[comparison-overlap]
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_values_are_ordered_field_by_field() -> None:
    values = [Sitting("b", 1), Sitting("a", 2), Sitting("a", 1)]
    assert sorted(values) == values[::-1]
    assert max(values) == values[0]
    with pytest.raises(TypeError):
        assert Sitting("a") < Plain("a")  # type: ignore[operator]


def test_what_is_frozen_cannot_be_changed() -> None:
    value = Sitting("Lords")
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.house = "Commons"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.house
    assert value.house == "Lords"


def test_what_is_not_frozen_can_be_changed_and_is_no_key() -> None:
    one, other = Tally(), Tally()
    one.count += 1
    one.reasons.append("late")
    assert (one.count, one.reasons, other.reasons) == (1, ["late"], [])
    assert one == Tally(1, ["late"])
    with pytest.raises(TypeError):
        hash(one)


def test_a_field_may_follow_from_the_others() -> None:
    assert Measured("four").length == 4
    assert replace(Measured("four"), text="eleven").length == 6
    with pytest.raises(TypeError):
        Measured("four", 4)  # type: ignore[call-arg]


def test_a_value_can_be_copied_and_sent() -> None:
    value = Sitting("Lords", 2, ("a",))
    assert copy.copy(value) == value
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value
    assert pickle.loads(pickle.dumps(Tally(2, ["late"]))) == Tally(2, ["late"])


def test_the_standard_library_knows_their_fields() -> None:
    value = Sitting("Lords", 2)
    assert replace(value, number=3) == Sitting("Lords", 3)
    assert dataclasses.replace(value, number=3) == Sitting("Lords", 3)
    assert dataclasses.asdict(value) == {"house": "Lords", "number": 2, "names": ()}
    assert [f.name for f in dataclasses.fields(Measured)] == ["text", "length"]
    assert dataclasses.is_dataclass(Tally)
    match value:
        case Sitting(house, number):
            assert (house, number) == ("Lords", 2)


def test_a_class_made_from_one_is_filled_too() -> None:
    class Named(Sitting):
        pass

    assert Named("Lords", 2).number == 2
    assert Sitting("Commons").number == 1
