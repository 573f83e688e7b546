"""The example study: on three outlets made by hand, and on the pages of the benchmarks."""

import csv
import importlib.util
import pathlib
import struct
import sys

import pytest

from conftest import NEWS, ROOT

pytest.importorskip("pyarrow")
pytest.importorskip("matplotlib")

SCRIPT = ROOT / "src" / "python" / "examples" / "study.py"


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("study", SCRIPT)
    module = sys.modules["study"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def story(host: str, day: str, *paragraphs: str) -> str:
    """Return a page of an outlet."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang=en><head><title>Bridge, says {host}</title><link rel=canonical href="https://www.{host}/bridge">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><article><h1>Bridge</h1>'
        f"<p>The old bridge has been closed since Monday, and nobody knows when it will open again.</p>{body}"
        "</article></body></html>"
    )


LONG = "We will repair the old bridge this year, and it will cost the town less than a new one would."


@pytest.fixture
def pages(tmp_path: pathlib.Path) -> pathlib.Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    ada = f"“{LONG}” said Ada Lisle, the mayor of the town."
    for name, html in {
        "late": story("courier.example", "2024-05-04", f"“{LONG[:69]}” Ada Lisle told the council."),
        "first": story("gazette.example", "2024-05-01", ada, "“Nobody should walk on it,” said John Smith, a carpenter."),
        "next": story("herald.example", "2024-05-02", ada, "“I like boats much better than bridges anyway,” said Tom Reed."),
        "silent": story("mute.example", "2024-05-02", "The weather was fine that day, and the river was calm."),
    }.items():
        (folder / f"{name}.html").write_text(html)
    return folder


def rows(path: pathlib.Path) -> "list[dict[str, str]]":
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def size(path: pathlib.Path) -> "tuple[int, int]":
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_study_follows_an_utterance_through_outlets(study, pages: pathlib.Path, tmp_path: pathlib.Path, capsys) -> None:
    study.main([str(tmp_path), str(pages)])
    assert capsys.readouterr().out.startswith("3 pages of 3 outlets: ")
    steps = rows(tmp_path / "travels.csv")
    assert [(step["outlet"], step["days"]) for step in steps] == [
        ("gazette.example", "0.0"), ("herald.example", "1.0"), ("courier.example", "3.0"),
    ]  # fmt: skip
    assert {step["speaker"] for step in steps} == {"Ada Lisle"}
    quoted = {(row["outlet"], row["speaker"]): row["quotes"] for row in rows(tmp_path / "quoted.csv")}
    assert quoted["gazette.example", "Ada Lisle"] == "1" and quoted["herald.example", "Tom Reed"] == "1"
    assert rows(tmp_path / "speakers.csv")[0] == {"speaker": "Ada Lisle", "outlets": "3", "quotes": "3"}
    for name in ["quoted.png", "travels.png"]:
        assert min(size(tmp_path / name)) >= 200


def test_study_of_nothing_is_empty(study, tmp_path: pathlib.Path) -> None:
    (tmp_path / "none").mkdir()
    study.main([str(tmp_path / "out"), str(tmp_path / "none")])
    assert rows(tmp_path / "out" / "travels.csv") == []
    assert size(tmp_path / "out" / "travels.png")


def test_study_of_250_pages(study, tmp_path: pathlib.Path, capsys) -> None:
    if not NEWS.is_dir():
        pytest.skip("the pages are not here")
    folders = [str(NEWS.parents[1] / name / "html") for name in ["news", "zyte", "wcxb", "metadata", "segments"]]
    study.main([str(tmp_path), *folders, "--pages", "250"])
    told = capsys.readouterr().out
    print(told)
    assert told.startswith("250 pages of ")
    quoted, steps = rows(tmp_path / "quoted.csv"), rows(tmp_path / "travels.csv")
    assert len({row["outlet"] for row in quoted}) >= 100
    for number in {step["utterance"] for step in steps}:
        assert len({step["outlet"] for step in steps if step["utterance"] == number}) > 1
    assert size(tmp_path / "quoted.png") and size(tmp_path / "travels.png")
