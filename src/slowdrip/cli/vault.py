"""Sealed files: AES-256-GCM in numbered chunks, so that a file cut, reordered or edited does not open."""

import hashlib
import json
import os
import re
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from slowdrip.site.keys import kept_key

HEX = re.compile(r"([0-9a-fA-F]{2})+")
MAGIC = b"SLOWDRIP1\n"
CHUNK = 1 << 20
KEY_BYTES = 32


class Unopened(Exception):
    """A sealed file that does not open: wrong key, damaged, or not ours. Says which."""


def read_key(path: Path) -> bytes:
    """Gives the key of the installation, made on first use and readable by its owner only."""
    return _key(kept_key(path, lambda: secrets.token_hex(KEY_BYTES)), path)


def existing_key(path: Path) -> bytes:
    """Gives the key in the file, which must be there."""
    return _key(path.read_text().strip(), path)


def _key(text: str, path: Path) -> bytes:
    key = bytes.fromhex(text) if HEX.fullmatch(text) else b""
    if len(key) != KEY_BYTES:
        raise Unopened(f"{path} does not hold a 32-byte key in hex")
    return key


def fingerprint(key: bytes) -> str:
    """Gives a short name of a key that tells nothing about it; it stands in the head of what the key sealed."""
    return hashlib.sha256(b"slowdrip backup key" + key).hexdigest()[:16]


def seal(source: Path, target: Path, *, key: bytes, head: dict[str, Any]) -> str:
    """Encrypts `source` into `target` with a readable head; gives the SHA-256 of the plain bytes. Durable on return."""
    digest = file_sha256(source)
    about = {"sha256": digest, "bytes": source.stat().st_size, "key": fingerprint(key)}
    told = json.dumps({**head, **about}, sort_keys=True).encode()
    partial = target.with_suffix(target.suffix + ".part")
    with source.open("rb") as plain, partial.open("wb") as sealed:
        sealed.write(MAGIC + struct.pack(">I", len(told)) + told)
        for number, (chunk, last) in enumerate(_chunks(plain)):
            sealed.write(_sealed(AESGCM(key), chunk, told=told, number=number, last=last))
        sealed.flush()
        os.fsync(sealed.fileno())
    partial.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def open_sealed(source: Path, target: Path, *, key: bytes) -> dict[str, Any]:
    """Decrypts `source` into `target` and gives its head; refuses what was cut, edited or sealed with another key."""
    with source.open("rb") as sealed, target.open("wb") as plain:
        told = _told(sealed, source)
        head = _head(told, source)
        _refuse_other_key(head, source, key=key)
        _open_chunks(sealed, plain, key=key, told=told)
    if file_sha256(target) != head["sha256"]:
        raise Unopened(f"{source} opened, but its content does not match its hash")
    return head


def read_head(source: Path) -> dict[str, Any]:
    """Gives what a sealed file says about itself, without its key."""
    with source.open("rb") as sealed:
        return _head(_told(sealed, source), source)


def file_sha256(path: Path) -> str:
    """Gives the SHA-256 of a file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _told(sealed: BinaryIO, source: Path) -> bytes:
    if sealed.read(len(MAGIC)) != MAGIC:
        raise Unopened(f"{source} is not a Slowdrip backup")
    size = sealed.read(4)
    return sealed.read(struct.unpack(">I", size)[0]) if len(size) == 4 else b""


def _head(told: bytes, source: Path) -> dict[str, Any]:
    try:
        head: object = json.loads(told)
    except ValueError as why:
        raise Unopened(f"{source} was cut or changed: its head cannot be read") from why
    if not isinstance(head, dict):
        raise Unopened(f"{source} was cut or changed: its head cannot be read")
    return head


def _refuse_other_key(head: dict[str, Any], source: Path, *, key: bytes) -> None:
    wanted = head.get("key", fingerprint(key))
    if wanted != fingerprint(key):
        raise Unopened(
            f"wrong key: {source} was sealed with another key (fingerprint {wanted}); "
            f"the one given has fingerprint {fingerprint(key)}"
        )


def _chunks(plain: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    chunk = plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        yield chunk, not following
        if not following:
            return
        chunk = following


def _bound(told: bytes, number: int, last: bool) -> bytes:
    """What a chunk is bound to: the head, its number, and whether the file ends with it."""
    return hashlib.sha256(told).digest() + struct.pack(">Q?", number, last)


def _sealed(cipher: AESGCM, chunk: bytes, *, told: bytes, number: int, last: bool) -> bytes:
    nonce = secrets.token_bytes(12)
    body = cipher.encrypt(nonce, chunk, _bound(told, number, last))
    return struct.pack(">?I", last, len(body)) + nonce + body


def _open_chunks(sealed: BinaryIO, plain: BinaryIO, *, key: bytes, told: bytes) -> None:
    cipher, number, last = AESGCM(key), 0, False
    while not last:
        prefix = sealed.read(5)
        if len(prefix) < 5:
            raise Unopened("the backup was cut: its last part is missing")
        if prefix[0] > 1:
            raise Unopened("the backup was changed")
        last, length = struct.unpack(">?I", prefix)
        nonce, body = sealed.read(12), sealed.read(length)
        if len(body) != length:
            raise Unopened("the backup was cut: its last part is missing")
        try:
            plain.write(cipher.decrypt(nonce, body, _bound(told, number, last)))
        except (InvalidTag, ValueError) as why:
            raise Unopened("the backup does not open: wrong key, or it was changed") from why
        number += 1
    if sealed.read(1):
        raise Unopened("something was added to the end of the backup")
