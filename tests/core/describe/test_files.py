"""Files that people choose: what they are decides, not what they are called."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.file_types import Attached
from bizet_core.describe.introspection import KINDS
from bizet_core.describe.languages.sentences import word
from tests.core.describe.readers import LONDON

FILE = KINDS["file"](Field("File", max=1_000_000))
IMAGE = KINDS["image"](Field("Photo"))


def png(width: int = 4, height: int = 4) -> bytes:
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_picture_is_named_by_the_hash_of_its_content(tmp_path: Path) -> None:
    photo = IMAGE.read(written(tmp_path, "ana.png", png()), LONDON)
    assert photo == Attached("ana.png", "image/png", hashlib.sha256(png()).hexdigest(), png())
    assert photo.size == len(png())
    assert KINDS["picture_file"](Field("Photo")).read(photo, LONDON) == png()


def refusal(path: object, kind: str = "file") -> str:
    with pytest.raises(Refused) as caught:
        KINDS[kind](Field("File", max=1_000_000)).read(path, LONDON)
    return word(caught.value, LONDON)


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    sentence = refusal(written(tmp_path, "invoice.pdf", png()))
    assert sentence == "“invoice.pdf” is not what its name says. A file like this ends in .png."
    assert refusal(written(tmp_path, "list.csv", b"%PDF-1.7")).startswith("“list.csv” is not what its name says.")


def test_a_program_is_refused(tmp_path: Path) -> None:
    assert "does not know what “setup.exe” is" in refusal(written(tmp_path, "setup.exe", b"MZ\0\0"))
    assert "does not know what “notes.txt” is" in refusal(written(tmp_path, "notes.txt", b"MZ\0\0"))


def test_a_file_that_is_too_large_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(5_000_000_000)
    assert refusal(huge) == "This file is too large. It may have 1 MB."


def test_an_empty_a_missing_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "empty.csv", b"")) == "“empty.csv” is empty. Choose another file."
    assert "cannot be read" in refusal(tmp_path / "gone.png")
    assert "is damaged or not a picture" in refusal(written(tmp_path, "broken.png", png()[:20]))


def test_a_picture_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    told = "“bomb.png” has more than 50 million points. Make it smaller and choose it again."
    assert refusal(written(tmp_path, "bomb.png", png(10_000, 6_000))) == told
    assert refusal(written(tmp_path, "bomb.png", png(10_000, 9_000))) == told


def test_only_a_picture_is_a_picture(tmp_path: Path) -> None:
    sentence = refusal(written(tmp_path, "list.csv", b"a,b"), "image")
    assert sentence == "“list.csv” does not fit here. Choose one of these: PNG, JPEG, WEBP and GIF."


def test_a_list_in_an_old_encoding_is_a_list(tmp_path: Path) -> None:
    assert FILE.read(written(tmp_path, "kunden.csv", "Müller".encode("cp1252")), LONDON).media_type == "text/csv"
