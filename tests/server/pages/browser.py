"""A real Chromium, driven over its DevTools pipe: what it was told by pages, and what a person would press."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "chromium-headless-shell"
PROGRAM = shutil.which(NAME)


class Tab:
    """One page, with scripts switched off as some people have them."""

    def __init__(self, send: Callable[..., Any], wait: Callable[[str], Any], events: list[dict[str, Any]]) -> None:
        self.send, self.wait, self.events = send, wait, events

    def size(self, width: int, height: int) -> None:
        """Be a screen of this size."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.send("Emulation.setDeviceMetricsOverride", **metrics)

    def dark(self) -> None:
        """Belong to somebody who likes the dark."""
        features = [{"name": "prefers-color-scheme", "value": "dark"}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def open(self, url: str) -> None:
        """Go there, and wait for all of it."""
        self.events.clear()
        self.send("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def press(self, selector: str, *, leads_on: bool = True) -> None:
        """Press the middle of something, as a mouse does."""
        node = self.node(selector)
        self.send("DOM.scrollIntoViewIfNeeded", nodeId=node)
        x1, y1, _x2, _y2, x3, y3, *_rest = self.send("DOM.getBoxModel", nodeId=node)["model"]["content"]
        self.events.clear()
        for kind in ("mousePressed", "mouseReleased"):
            where = {"x": (x1 + x3) / 2, "y": (y1 + y3) / 2}
            self.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)
        if leads_on:
            self.wait("Page.loadEventFired")

    def key(self, selector: str, key: str) -> None:
        """Focus something and press a key."""
        self.send("DOM.focus", nodeId=self.node(selector))
        code = {"ArrowUp": 38, "ArrowDown": 40}[key]
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def node(self, selector: str) -> int:
        """The first element of a selector."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        found: int = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        assert found, f"nothing is {selector}"
        return found

    def text(self) -> str:
        """The page as it stands."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        return str(self.send("DOM.getOuterHTML", nodeId=root)["outerHTML"])

    def width(self) -> float:
        """How wide the content is: wider than the screen means that people have to scroll sideways."""
        return float(self.send("Page.getLayoutMetrics")["cssContentSize"]["width"])

    def colour(self, selector: str) -> str:
        """The background of something."""
        self.send("CSS.enable")
        found = self.send("CSS.getComputedStyleForNode", nodeId=self.node(selector))["computedStyle"]
        return next(str(each["value"]) for each in found if each["name"] == "background-color")

    def complaints(self) -> list[str]:
        """What the browser complained of, such as a policy that was broken, and what did not load."""
        said = [e["params"]["entry"]["text"] for e in self.events if e["method"] == "Log.entryAdded"]
        answers = [e["params"]["response"] for e in self.events if e["method"] == "Network.responseReceived"]
        failed = [e["params"]["errorText"] for e in self.events if e["method"] == "Network.loadingFailed"]
        return said + failed + [f"{each['status']} {each['url']}" for each in answers if each["status"] >= 400]


@contextmanager
def browser() -> Iterator[Tab]:
    """A browser with one tab, gone afterwards with all that it kept."""
    assert PROGRAM is not None
    to_it, from_it = os.pipe(), os.pipe()

    def as_it_expects() -> None:
        os.dup2(os.dup(to_it[0]), 3)  # it reads commands from 3, and answers on 4
        os.dup2(from_it[1], 4)

    with tempfile.TemporaryDirectory(prefix="bizet-browser-", ignore_cleanup_errors=True) as home:
        asked = [PROGRAM, "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", f"--user-data-dir={home}"]
        process = subprocess.Popen(
            asked, preexec_fn=as_it_expects, close_fds=False, cwd=Path(home),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_it[0])
        os.close(from_it[1])
        with os.fdopen(to_it[1], "wb", 0) as commands, os.fdopen(from_it[0], "rb") as answers:
            try:
                yield _tab(commands, answers)
            finally:
                process.kill()
                process.wait()


def _tab(commands: Any, answers: Any) -> Tab:
    events: list[dict[str, Any]] = []
    number, session = 0, {}

    def read() -> dict[str, Any]:
        raw = bytearray()
        while (byte := answers.read(1)) != b"\0":
            assert byte, "the browser has gone"
            raw += byte
        message: dict[str, Any] = json.loads(raw)
        if "method" in message:
            events.append(message)
        return message

    def send(method: str, **params: Any) -> Any:
        nonlocal number
        number += 1
        commands.write(json.dumps({"id": number, "method": method, "params": params, **session}).encode() + b"\0")
        while (message := read()).get("id") != number:
            pass
        assert "error" not in message, f"{method}: {message['error']}"
        return message["result"]

    def wait(event: str) -> None:
        while not any(each["method"] == event for each in events):
            read()

    target = send("Target.createTarget", url="about:blank")["targetId"]
    session["sessionId"] = send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for part in ("Page", "Log", "Network", "DOM"):
        send(f"{part}.enable")
    send("Emulation.setScriptExecutionDisabled", value=True)
    return Tab(send, wait, events)
