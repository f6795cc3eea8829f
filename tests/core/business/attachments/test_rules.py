"""Pictures are decoded and written anew: small, upright, and with nothing else in them."""

from io import BytesIO

import pytest
from PIL import Image

from bizet_core.business.attachments.rules import (
    LARGEST_PICTURE,
    LARGEST_TEXT,
    LONGEST_SIDE,
    picture_to_keep,
    text_to_keep,
    thumbnail_of,
)
from tests.support.makers import refused


def a_picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red").save(out, kind, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("PNG", "RGB", "image/jpeg"),
        ("PNG", "RGBA", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("GIF", "P", "image/jpeg"),
    ],
)
def test_pictures_of_several_kinds_are_kept_as_jpeg_or_png(kind: str, mode: str, kept: str) -> None:
    made = picture_to_keep(a_picture(kind=kind, mode=mode))
    assert made.media_type == kept
    assert opened(made.content).size == (40, 20)


def test_a_large_photo_is_made_small() -> None:
    made = picture_to_keep(a_picture((4000, 3000)))
    assert opened(made.content).size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def test_a_photo_taken_sideways_stands_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010E] = "taken at home"
    made = picture_to_keep(a_picture((40, 20), exif=exif))
    assert opened(made.content).size == (20, 40)
    assert not opened(made.content).getexif()
    assert b"taken at home" not in made.content


def test_what_hides_behind_a_picture_does_not_travel() -> None:
    made = picture_to_keep(a_picture() + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in made.content


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF8", b"\x00" * 5000, b"PK\x03\x04"],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with refused("picture_unknown"):
        picture_to_keep(content)


def test_half_a_picture_is_refused() -> None:
    with refused("picture_broken"):
        picture_to_keep(a_picture((400, 400), "PNG")[:200])


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    with refused("picture_too_wide"):
        picture_to_keep(a_picture((10_000, 10_000), "PNG", "1"))


def test_what_is_too_large_is_refused_unread() -> None:
    with refused("picture_too_heavy"):
        picture_to_keep(b"\xff\xd8\xff" + bytes(LARGEST_PICTURE))
    with refused("text_too_long"):
        text_to_keep("x" * (LARGEST_TEXT + 1))


def test_equal_content_has_one_name() -> None:
    assert text_to_keep("olá").hash == text_to_keep("olá").hash
    assert len(text_to_keep("olá").hash) == 64


@pytest.mark.parametrize("side", [8_000, 14_000])
def test_a_picture_that_would_fill_the_memory_has_no_thumbnail(side: int) -> None:
    out = BytesIO()
    Image.new("1", (side, side)).save(
        out, "PNG"
    )  # small where it is kept; it came from a device that wrote nothing anew
    assert thumbnail_of(out.getvalue(), 32) is None
