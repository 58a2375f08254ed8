"""Data classes with slots: the standard library's, but that a program starts sooner.

The standard library writes and compiles up to eight functions for a class when it is defined.
Here nothing is compiled before a class gets its first instance, and then only what makes them:
a program defines dozens of classes when it starts, and at once it uses few.

A class must not inherit fields, hold class variables, or say itself when two are equal.
"""

import sys
from collections.abc import Callable, Mapping
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    import dataclasses
    from dataclasses import dataclass, field, replace
else:

    def dataclass(*, slots, frozen=False, order=False):
        """As the standard library's."""
        assert slots, "without slots use the standard library's"
        return lambda cls: _made(cls, frozen=frozen, order=order)

    def field(*, default_factory=None, init=True):
        """As the standard library's."""
        return _Told(default_factory, init)

    def replace(value, /, **changes):
        """As the standard library's."""
        cls = value.__class__
        return cls(**{name: getattr(value, name) for name in cls.__match_args__} | changes)


__all__ = ["dataclass", "field", "replace"]

_NOTHING: Final = object()


class _Told:
    """What is told of a field besides its type."""

    def __init__(self, factory: Callable[[], Any] | None, init: bool) -> None:
        self.factory = factory
        self.init = init


def _made(cls: Any, *, frozen: bool, order: bool) -> Any:
    """The same class with slots, and with what a data class does."""
    held = dict(cls.__dict__)
    names = tuple(_types(cls))
    defaults = {name: held.pop(name) for name in names if name in held}
    given = tuple(name for name in names if getattr(defaults.get(name), "init", True))
    for name in ("__dict__", "__weakref__"):
        held.pop(name, None)
    methods = _methods(names, defaults, order=order) | (_frozen(names) if frozen else {})
    held = {
        **methods,
        **held,
        "__slots__": names,
        "__match_args__": given,
        "__dataclass_fields__": _Fields(defaults),
    }
    made = type(cls)(cls.__name__, cls.__bases__, held)
    made.__qualname__ = cls.__qualname__
    return made


def _types(cls: Any) -> dict[str, Any]:
    """The fields by name, and the type of each."""
    if sys.version_info >= (3, 14):
        from annotationlib import Format, get_annotations

        return get_annotations(cls, format=Format.FORWARDREF)
    # Not inspect, which costs more than all of this saves.
    types: dict[str, Any] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063
    return types


def _methods(names: tuple[str, ...], defaults: Mapping[str, Any], *, order: bool) -> dict[str, Any]:
    """What makes instances, compares them and shows them."""
    values = _values(names)

    def __init__(self: Any, *args: Any, **more: Any) -> None:  # noqa: N807
        cls = next(cls for cls in type(self).__mro__ if cls.__dict__.get("__init__") is __init__)
        initialise = _initialiser(cls, names, defaults)
        cls.__init__ = initialise  # type: ignore[misc]
        initialise(self, *args, **more)

    def __eq__(self: object, other: object) -> Any:  # noqa: N807
        if self.__class__ is other.__class__:
            return values(self) == values(other)
        return NotImplemented

    def __repr__(self: object) -> str:  # noqa: N807
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({told})"

    def compared(by: Callable[[Any, Any], Any]) -> Callable[[object, object], Any]:
        def compare(self: object, other: object) -> Any:
            if self.__class__ is other.__class__:
                return by(values(self), values(other))
            return NotImplemented

        return compare

    ordered = {f"__{by.__name__}__": compared(by) for by in (lt, le, gt, ge)} if order else {}
    return {"__init__": __init__, "__eq__": __eq__, "__repr__": __repr__, **ordered}


def _frozen(names: tuple[str, ...]) -> dict[str, Any]:
    """What keeps an instance as it was made, and lets it be a key and be copied."""
    values = _values(names)

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    def __getstate__(self: object) -> object:  # noqa: N807
        return values(self)

    def __setstate__(self: object, state: tuple[Any, ...]) -> None:  # noqa: N807
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {
        "__hash__": __hash__,
        "__getstate__": __getstate__,
        "__setstate__": __setstate__,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of an instance, one after the other."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse(self: object, name: str, *value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _initialiser(cls: Any, names: tuple[str, ...], defaults: Mapping[str, Any]) -> Any:
    """The function that fills a new instance: written and compiled."""
    held: dict[str, Any] = {"nothing": _NOTHING}
    is_frozen = cls.__setattr__ is not object.__setattr__
    taken, lines = ["self"], []
    for name in names:
        default = defaults.get(name, _NOTHING)
        held[f"set_{name}"] = getattr(cls, name).__set__
        value = name
        if isinstance(default, _Told):
            if not default.init:
                continue
            held[f"make_{name}"] = default.factory
            default = _NOTHING
            value = f"make_{name}() if {name} is nothing else {name}"
            taken.append(f"{name}=nothing")
        elif default is _NOTHING:
            taken.append(name)
        else:
            held[f"default_{name}"] = default
            taken.append(f"{name}=default_{name}")
        # Through the slot itself where the class is frozen; else it takes longer.
        lines.append(f"set_{name}(self, {value})" if is_frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(taken)}):\n " + "\n ".join(lines or ["pass"]), held)
    made = held["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


class _Fields:
    """The fields as the standard library has them, for its functions."""

    def __init__(self, defaults: Mapping[str, Any]) -> None:
        self._defaults = defaults

    def __get__(self, instance: object, cls: Any) -> "dict[str, dataclasses.Field[Any]]":
        import dataclasses

        told: dict[str, Any] = {"__annotations__": _types(cls)}
        for name, default in self._defaults.items():
            if isinstance(default, _Told):
                made: Any = {"default_factory": default.factory} if default.factory else {}
                told[name] = dataclasses.field(init=default.init, **made)
            else:
                told[name] = default
        model: Any = dataclasses.dataclass(type(cls.__name__, (), told))
        fields: dict[str, dataclasses.Field[Any]] = model.__dataclass_fields__
        cls.__dataclass_fields__ = fields
        return fields
