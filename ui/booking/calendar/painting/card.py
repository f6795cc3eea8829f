"""One card. Where it is low or narrow it sheds the time, then the service; name and status icon stay."""

from dataclasses import dataclass
from math import acos, degrees

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from bizet_core.describe.languages.language import _
from resources.theme import StatusLook
from ui.booking.calendar.arrangement import Placed
from ui.booking.calendar.badges import icons_of
from ui.booking.calendar.painting.paint_resources import PaintResources, Type
from ui.booking.calendar.statuses import FADED, look_of, word_of
from ui.booking.calendar.times import Clock, countdown

RADIUS, BAR = 6, 4
NARROW = 56  # width before zoom under which the icons go below the name, in the place of the service
FULL, TIMELESS, SHORT = 56, 44, 36
"""Heights before zoom: from FULL on three lines, from TIMELESS no time, from SHORT the time before the name."""
_NO_PEN, _NO_BRUSH = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows, in words, worked out once per day and not per paint."""

    who: str
    brief: str  # instead of `who` where that does not fit, if not empty
    what: str
    starts: str
    span: str
    word: str
    look: StatusLook
    colour: str
    faded: bool
    icons: tuple[str, ...]
    provisional: bool = False
    overbooked: bool = False


def face_of(placed: Placed, clock: Clock, now: int) -> Face:
    """The words of a card. A hold counts down; a room's card says who serves."""
    card = placed.card
    what = _("with {name}").format(name=card.what) if not card.own and card.what else card.what
    who, brief = _who(placed, now)
    return Face(
        who=who,
        brief=brief,
        what=what,
        starts=clock.at(placed.start),
        span=clock.span(placed.start, placed.end),
        word=word_of(card),
        look=look_of(card),
        colour=card.colour,
        faded=card.status in FADED,
        icons=icons_of(card) + card.icons,
        provisional=card.provisional,
        overbooked=card.overbooked,
    )


def _who(placed: Placed, now: int) -> tuple[str, str]:
    """Who it is for, and what of it counts most where room is short: of a hold, its countdown."""
    card = placed.card
    if card.status != "hold":
        return card.who or _("Walk-in"), ""
    name = card.who or (_("Web hold") if "globe" in card.icons else _("Held"))
    if card.hold_until is None:
        return name, ""
    left = round(card.hold_until.timestamp() * 1000) - now
    time = countdown(left)
    return _("{name} · {time} left").format(name=name, time=time), _("{time} left").format(time=time)


def paint_card(
    painter: QPainter,
    box: QRectF,
    face: Face,
    ink: PaintResources,
    rtl: bool,
    elapsed: float | None = None,
    has_ground: bool = False,
) -> None:
    """Draw a card into its box. `elapsed` is the share of a running service that has passed, 0 to 1."""
    if not has_ground:
        paint_ground(painter, box, face, ink, rtl)
    if elapsed is not None:
        _paint_elapsed(painter, box, ink.hue(face.colour)[0], elapsed, rtl)
    if box.height() >= 11 * ink.zoom:
        _paint_words(painter, box, face, ink, rtl)


def paint_ground(painter: QPainter, box: QRectF, face: Face, ink: PaintResources, rtl: bool) -> None:
    """Draw what is under the words: fill, bar, hatch and outline."""
    bar, tint, _ink = ink.hue(face.colour)
    look = face.look
    fill = {"tint": tint, "soft": ink.colour("surface2")}.get(look.fill, ink.colour("surface"))
    painter.setPen(_NO_PEN)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    if look.edge != "dashed":
        painter.setBrush(ink.colour("ok") if look.tone == "ok" else bar)
        painter.drawPath(_bar(box, rtl))
    if look.fill == "hatch" or face.overbooked:
        _paint_hatch(painter, box, ink.colour("danger" if look.fill == "hatch" else "warn", 70), ink)
    pen = _outline(face, ink)
    if pen is not None:
        painter.setPen(pen)
        painter.setBrush(_NO_BRUSH)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _outline(face: Face, ink: PaintResources) -> QPen | None:
    look = face.look
    if look.edge == "none" and not (ink.outlined or face.provisional or face.overbooked):
        return None
    colour = "danger" if look.fill == "hatch" else "warn" if face.overbooked or face.provisional else "line"
    if colour == "line" and (ink.outlined or look.edge == "dashed"):
        colour = "lineStrong"
    pen = QPen(ink.colour(colour), 1.2)
    if look.edge == "dashed" or face.provisional:
        pen.setDashPattern([4, 3] if look.edge == "dashed" else [1.5, 2])
    return pen


def _bar(box: QRectF, rtl: bool) -> QPainterPath:
    """The bar at the leading edge, cut from the card's round corners. Cheaper than clipping."""
    round_ = min(RADIUS, box.height() / 2)
    across = 2 * round_
    left = box.right() - across if rtl else box.left()
    upper, lower = QRectF(left, box.top(), across, across), QRectF(left, box.bottom() - across, across, across)
    sweep = degrees(acos(max(-1.0, 1 - BAR / round_)))
    path = QPainterPath()
    begin, turn = (sweep, -sweep) if rtl else (180 - sweep, sweep)
    path.arcMoveTo(upper, begin)
    path.arcTo(upper, begin, turn)
    path.arcTo(lower, begin + turn, turn)
    path.closeSubpath()
    return path


def _paint_hatch(painter: QPainter, box: QRectF, colour: QColor, ink: PaintResources) -> None:
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS, RADIUS)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    ink.hatch(painter, box, colour, 8)
    painter.restore()


def _paint_elapsed(painter: QPainter, box: QRectF, bar: QColor, elapsed: float, rtl: bool) -> None:
    """A bar along the bottom edge, as long as the share of the service that has passed."""
    track = QRectF(box.left() + (0 if rtl else BAR), box.bottom() - 3, box.width() - BAR, 3)
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS, RADIUS)
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    pale = QColor(bar)
    pale.setAlpha(50)
    painter.fillRect(track, pale)
    done = track.width() * min(max(elapsed, 0.0), 1.0)
    painter.fillRect(QRectF(track.right() - done if rtl else track.left(), track.top(), done, 3), bar)
    painter.restore()


def _paint_words(painter: QPainter, box: QRectF, face: Face, ink: PaintResources, rtl: bool) -> None:
    zoom = ink.zoom
    line = 17 * zoom
    top = box.top() + min(4, max(0, (box.height() - line) / 2))
    side = min(8, box.width() / 10)
    inner = QRectF(box.left() + side + (0 if rtl else BAR - 1), top, box.width() - 2 * side - 3, box.bottom() - top)
    _bar, _tint, own_ink = ink.hue(face.colour)
    words = ink.colour("text2") if face.faded else own_ink
    high, low = box.height() >= SHORT * zoom, box.height() < TIMELESS * zoom
    is_narrow = high and inner.width() < NARROW * zoom
    second = QRectF(inner.left(), inner.top() + line, inner.width(), inner.height() - line)
    used = _paint_icons(painter, second if is_narrow else inner, face, ink, words, rtl)
    painter.setPen(words)
    taken = 0.0 if is_narrow else used
    first = QRectF(inner.left() + (taken if rtl else 0), inner.top(), inner.width() - taken, line)
    _write_name(painter, first, face, ink.struck_name if face.look.strike else ink.name, low and not is_narrow, rtl)
    if high and face.what and not is_narrow:
        service = ink.struck_service if face.look.strike else ink.service
        painter.setFont(service.font)
        service.write(painter, face.what, QRectF(inner.left(), inner.top() + line, inner.width(), 16 * zoom), rtl)
    if box.height() >= FULL * zoom:
        _paint_time(painter, inner, face, ink, rtl)


def _write_name(painter: QPainter, room: QRectF, face: Face, type: Type, low: bool, rtl: bool) -> None:
    """The name, with the time before it on a low card that has room for both."""
    text = face.brief if face.brief and type.width(face.who) > room.width() else face.who
    if low and type.width(face.starts) < room.width() * 0.45:
        text = f"{face.starts} {text}"
    painter.setFont(type.font)
    type.write(painter, text, room, rtl)


def _paint_icons(painter: QPainter, inner: QRectF, face: Face, ink: PaintResources, words: QColor, rtl: bool) -> float:
    """The status at the trailing edge, then what is to be known, as many as leave room for a name. Gives the width."""
    side, gap = 13 * ink.zoom, 5 * ink.zoom
    most = max(1, int((inner.width() - 48 * ink.zoom) // (side + gap)))
    shown = [(face.look.icon, ink.colour(face.look.tone))]
    shown += [(icon, ink.colour("danger") if icon == "heart-pulse" else words) for icon in face.icons]
    top = inner.top() + min(2, max(0, (inner.height() - side) / 2))
    for i, (icon, colour) in enumerate(shown[:most]):
        away = i * (side + gap)
        left = inner.left() + away if rtl else inner.right() - side - away
        painter.drawPixmap(QPointF(left, top), ink.icon(icon, colour))
    return min(len(shown), most) * (side + gap)


def _paint_time(painter: QPainter, inner: QRectF, face: Face, ink: PaintResources, rtl: bool) -> None:
    zoom = ink.zoom
    third = QRectF(inner.left(), inner.top() + 33.5 * zoom, inner.width(), 16 * zoom)
    fits = ink.small.width(face.span) <= inner.width()
    painter.setFont(ink.small.font)
    ink.small.write(painter, face.span if fits else face.starts, third, rtl)
    if not face.look.badge:
        return
    width = ink.badge.width(face.word) + 14 * zoom
    if ink.small.width(face.span) + width + 8 * zoom > inner.width():
        return
    left = third.left() if rtl else third.right() - width
    pill = QRectF(left, inner.top() + 33 * zoom, width, 17 * zoom)
    painter.setPen(QPen(ink.colour(face.look.tone), 1))
    painter.setBrush(ink.colour("surface"))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setFont(ink.badge.font)
    ink.badge.write(painter, face.word, pill.adjusted(7 * zoom, 0, 0, 0), False)
