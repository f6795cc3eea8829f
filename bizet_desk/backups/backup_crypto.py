"""Sealed files: written for one recovery key, in pieces, so that a cut, a swap or a flipped bit is noticed.

    "BIZETBK1" ── length ── SealedBox(stream key) ── secretstream header ── length ── piece … length ── final piece

SealedBox and secretstream are libsodium's (X25519, XChaCha20-Poly1305). The beginning is authenticated with the first
piece; a file without its final piece is not whole.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import IO

from nacl import bindings as sodium
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from bizet_core.base.refusals import Refused

MAGIC = b"BIZETBK1"
PIECE = 1 << 20
LARGEST_PIECE = PIECE + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_LENGTH = struct.Struct(">I")
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


def seal(out: IO[bytes], pieces: Iterable[bytes], public: bytes) -> bytes:
    """Write pieces of at most 1 MiB so that only the private half reads them; returns the stream's key, for a check."""
    key = sodium.crypto_secretstream_xchacha20poly1305_keygen()
    box = SealedBox(PublicKey(public)).encrypt(key)
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    header = sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    out.write(MAGIC + _LENGTH.pack(len(box)) + box + header)
    bound: bytes | None = MAGIC + box
    for piece, is_last in _with_last(pieces):
        tag = _FINAL if is_last else _MESSAGE
        sealed = sodium.crypto_secretstream_xchacha20poly1305_push(state, piece, bound, tag)
        out.write(_LENGTH.pack(len(sealed)) + sealed)
        bound = None
    return key


def unseal(file: IO[bytes], private: PrivateKey) -> Iterator[bytes]:
    """The pieces, each proven. Refuses what is no backup, what this key does not open, and what is not whole."""
    box = _box_of(file)
    try:
        key = SealedBox(private).decrypt(box)
    except CryptoError as error:
        raise Refused("backup_other_key") from error
    return _pieces(file, box, key)


def proven(file: IO[bytes], key: bytes) -> Iterator[bytes]:
    """The pieces of a file just written, by its stream's key; `backup_damaged` where they are not whole."""
    return _pieces(file, _box_of(file), key)


def _box_of(file: IO[bytes]) -> bytes:
    if file.read(len(MAGIC)) != MAGIC:
        raise Refused("backup_not_one")
    return _exactly(file, _length(file, 1024))


def _pieces(file: IO[bytes], box: bytes, key: bytes) -> Iterator[bytes]:
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    header = _exactly(file, sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    bound: bytes | None = MAGIC + box
    tag = _MESSAGE
    while tag != _FINAL:
        sealed = _exactly(file, _length(file, LARGEST_PIECE))
        try:
            piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, bound)
        except (CryptoError, ValueError) as error:
            raise Refused("backup_damaged") from error
        bound = None
        yield piece
    if file.read(1):
        raise Refused("backup_damaged")


def _length(file: IO[bytes], most: int) -> int:
    (length,) = _LENGTH.unpack(_exactly(file, _LENGTH.size))
    if not sodium.crypto_secretstream_xchacha20poly1305_ABYTES <= length <= most:
        raise Refused("backup_damaged")
    return int(length)


def _exactly(file: IO[bytes], length: int) -> bytes:
    read = file.read(length)
    if len(read) != length:
        raise Refused("backup_damaged")
    return read


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before: bytes | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    yield before or b"", True
