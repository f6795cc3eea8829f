"""What an operator types for public pages and webhooks, and the server that begins with a sample business."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from sync_server.__main__ import main
from sync_server.addresses import Addresses
from sync_server.data.business_databases import Files
from sync_server.running.open_server import OpenServer, serve_from
from sync_server.sample import real_houses, sample_business
from tests.conftest import Clock
from tests.server.pages.conftest import Carmen, settled, token_in
from tests.server.sync_server.processes import ROOT, environment, running
from tests.server.sync_server.reaching import on_loopback


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIZET_DATA", str(tmp_path / "server"))
    return tmp_path / "server"


@pytest.fixture
def business(folder: Path, serving: OpenServer, carmen: Carmen) -> UUID:
    return carmen.store.identity.business


def last_word(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.split()[-1]


def test_a_business_gets_an_address_and_then_another(
    business: UUID, serving: OpenServer, web: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["address", "salon", "--business", str(business)]) == 0
    assert last_word(capsys) == "http://127.0.0.1:8766/b/salon"
    assert (web.get("/b/salon").status_code, web.get("/b/carmen").status_code) == (200, 404)
    assert main(["address", "salon", "--business", str(business), "--name", "salon.example.com"]) == 0
    assert last_word(capsys) == "https://salon.example.com"
    assert web.get("/", headers={"host": "salon.example.com"}).status_code == 200


def test_what_cannot_be_an_address_is_refused_in_words(
    business: UUID, serving: OpenServer, capsys: pytest.CaptureFixture[str]
) -> None:
    settled(serving, "taken")
    for slug, said in (("Not this", "small letters"), ("taken", "another business")):
        assert main(["address", slug, "--business", str(business)]) == 1
        assert said in capsys.readouterr().err
    for asked in (["address", "free"], ["hook", "bank"]):
        assert main([*asked, "--business", str(uuid4())]) == 1
        assert "lives here" in capsys.readouterr().err


def test_a_service_gets_a_secret_that_nobody_sees_again(business: UUID, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hook", "bank", "--business", str(business)]) == 0
    said = capsys.readouterr().out
    assert f"/hooks/bank/{business}" in said
    assert re.search(r"whsec_[A-Za-z0-9+/]{43}=", said)
    assert main(["hook", "No name", "--business", str(business)]) == 1


def test_a_link_signs_in_whoever_it_names(
    business: UUID, url: str, web: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff-link", "carmen reis", "--business", str(business)]) == 0
    path = last_word(capsys).partition("8766")[2]
    web.post(path, data={"form_token": token_in(web.get(path))})
    assert "Carmen Reis" in web.get("/b/carmen/staff").text
    assert main(["staff-link", "Nobody", "--business", str(business)]) == 1
    assert "Nobody" in capsys.readouterr().err


def test_a_sample_business_is_made_once(tmp_path: Path, clock: Clock) -> None:
    for _again in range(2):
        serving = serve_from(Files(tmp_path, clock), clock)
        made = [sample_business(serving.stores) for _once_more in range(2)]
        assert made[0] == made[1]
        assert len(serving.control.all_houses()) == 1
        assert real_houses(serving.control) == []
        serving.close()


def test_a_sample_business_that_was_interrupted_is_finished(tmp_path: Path, clock: Clock) -> None:
    serving = serve_from(Files(tmp_path, clock), clock)
    begun = settled(serving, "salon-carmen").identity.business
    Addresses(serving.control).set(begun, "salon-carmen", sample=True)
    assert sample_business(serving.stores).business == begun
    with on_loopback(serving) as url:
        told = httpx.get(f"{url}/b/salon-carmen", trust_env=False, timeout=30).text
    assert "Balayage" in told
    assert "Dublin 8" in told
    serving.close()


def test_a_sample_business_gives_way_to_one_of_its_name(serving: OpenServer, clock: Clock) -> None:
    settled(serving, "salon-carmen")
    assert sample_business(serving.stores).slug.startswith("salon-carmen-")


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[list[str]]:
    """What `make server` prints, from its own command."""
    line = next(each for each in (ROOT / "Makefile").read_text().splitlines() if "-m sync_server run" in each)
    command = [*line.split("@$(BIN)/python")[1].split(), "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment({"BIZET_DATA": str(tmp_path / "server")}), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    said: list[str] = []
    while "/b/" not in (said[-1] if said else ""):
        said.append(process.stdout.readline())
        assert said[-1], said
    yield said
    process.kill()
    process.communicate()


def test_make_server_ends_with_the_address_of_a_page_that_is_there(sample: list[str]) -> None:
    assert "Set-up code" in "".join(sample)
    assert sample[-1].startswith("Public page of a sample business: http://127.0.0.1:")
    answer = httpx.get(sample[-1].split()[-1], trust_env=False, timeout=30)
    assert answer.status_code == 200
    assert "Salon Carmen" in answer.text


def test_without_being_asked_no_sample_is_made(tmp_path: Path) -> None:
    with running({"BIZET_DATA": str(tmp_path / "server")}) as program:
        assert httpx.get(f"{program.url}/b/salon-carmen", trust_env=False, timeout=30).status_code == 404
    assert list((tmp_path / "server").glob("*-*.db")) == []
