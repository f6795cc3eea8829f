"""What a device and a server say to each other until they know each other."""

from typing import Annotated
from uuid import UUID

import msgspec

from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.describe.formats.text import NO_NUL

Key = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=NO_NUL)]
Code = Annotated[str, msgspec.Meta(max_length=64, pattern=NO_NUL)]
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]


class Begin(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first desk of a business brings it to a server. `signature` is over the rest, by the device's key."""

    code: Code  # printed by the server
    business: UUID
    device: UUID
    inc: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    key: Key
    name: Name
    location: UUID | None
    pepper: Annotated[bytes, msgspec.Meta(max_length=64)]
    recovery: Annotated[bytes, msgspec.Meta(max_length=64)]
    signature: Signature


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new device with the code of an invitation."""

    business: UUID
    code: Code
    device: UUID
    key: Key
    signature: Signature


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """The device is asking to be let in; both screens show six words of these keys."""

    server_key: bytes
    name: str
    role: DeviceRole


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What a device needs to work; the pepper only once it is admitted, and only a desk."""

    server_key: bytes
    state: DeviceState
    role: DeviceRole
    name: str
    location: UUID | None = None
    pepper: bytes = b""
    recovery: bytes = b""
    inc: int = 1


class NewLife(msgspec.Struct, frozen=True, kw_only=True):
    """The incarnation that a device is to begin."""

    inc: int


def signed_part(message: Begin | Join) -> bytes:
    """What the device's key signs of a message that brings the key."""
    return msgspec.msgpack.encode(msgspec.structs.replace(message, signature=bytes(64)))
