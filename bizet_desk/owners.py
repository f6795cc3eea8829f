"""Owners of callbacks: whom an answer is for, and whether Qt has deleted it meanwhile."""

from collections.abc import Callable
from functools import partial, wraps
from types import MethodType
from typing import ParamSpec

import shiboken6
from PySide6.QtCore import QObject

Given = ParamSpec("Given")


def is_alive(owner: object) -> bool:
    """Whether Qt has not deleted this object under us; anything else than Qt's lives."""
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def owner_of(callback: Callable[..., object] | None) -> object:
    """The object a callback belongs to, where it is a method, also one with arguments given already."""
    while isinstance(callback, partial):
        callback = callback.func
    return callback.__self__ if isinstance(callback, MethodType) else None


def while_alive(owner: object, callback: Callable[Given, object]) -> Callable[Given, None]:
    """The callback as long as its owner lives, and nothing afterwards: for one that is called by another callback."""

    @wraps(callback)
    def call(*args: Given.args, **named: Given.kwargs) -> None:
        if is_alive(owner):
            callback(*args, **named)

    return call
