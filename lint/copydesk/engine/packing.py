"""Store values that hold names which are not UTF-8, in MessagePack and in SQLite.

Python gives the bytes of such a name as lone surrogates, which neither can hold as text: here they
are bytes instead, which no stored value holds otherwise.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from copydesk.engine.outcome import plain

T = TypeVar("T")
_MARK = b"\xc1"  # that no MessagePack begins with


def stored(name: str) -> str | bytes:
    """Return a name as SQLite and a seal take it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")
    return name


def raw(name: str) -> bytes:
    """Return a name as bytes, whatever it holds."""
    return name.encode("utf-8", "surrogatepass")


def named(value: str | bytes) -> str:
    """Return the name that was made so; raises UnicodeDecodeError."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def packed(value: Any) -> bytes:
    """Return a value as MessagePack; marked, and with bytes for some texts, where it must be."""
    try:
        return msgspec.msgpack.encode(value, enc_hook=plain)
    except UnicodeEncodeError:
        return _MARK + msgspec.msgpack.encode(_mapped(msgspec.to_builtins(value, enc_hook=plain)))


def unpacked(content: bytes, kind: type[T]) -> T:
    """Return a packed value; raises msgspec.DecodeError and UnicodeDecodeError."""
    if not content.startswith(_MARK):
        return msgspec.msgpack.decode(content, type=kind)
    return msgspec.convert(_mapped(msgspec.msgpack.decode(content[1:])), kind)


def _mapped(value: Any) -> Any:
    """Return plain values with texts that cannot be stored as bytes, and such bytes as texts."""
    if isinstance(value, str):
        return stored(value)
    if isinstance(value, bytes):
        return named(value)
    if isinstance(value, dict):
        return {_mapped(key): _mapped(item) for key, item in value.items()}
    return [_mapped(item) for item in value] if isinstance(value, (list, tuple)) else value
