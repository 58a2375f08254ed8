"""What and where places are, and the reader's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from told import single
from wrans import entities, paths
from wrans.entities import Place, own_places
from wrans.entities.gazetteer import gazetteer
from wrans.entities.location import located, within
from wrans.extracting import extract_missing
from wrans.store import Store


def places(text: str) -> list[str]:
    return [p.text for p in entities.find(text) if isinstance(p, Place)]


@pytest.mark.parametrize(
    ("name", "larger"),
    [
        ("Calais", ("France", "Europe")),
        ("Northern France", ("France", "Europe")),
        ("Coquelles", ("France", "Europe")),
        ("Grimsby", ("Lincolnshire", "Yorkshire and the Humber", "England", "UK", "Europe")),
        ("Port of Dover", ("Dover", "Kent", "South East", "England", "UK", "Europe")),
        ("Wales", ("UK", "Europe")),
        ("Nowhere at All", ()),
    ],
)
def test_a_place_lies_in_larger_ones(name: str, larger: tuple[str, ...]) -> None:
    assert within(name) == larger


def test_a_place_is_of_a_kind_and_somewhere() -> None:
    place = located("Stansted Airport")
    assert place is not None
    assert (place.kind, place.country, place.nation) == ("airport", "United Kingdom", "England")
    assert place.latitude == pytest.approx(51.88, abs=0.05)
    assert located("Nowhere at All") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the UK-France summit, led by Vladimir Kara-Murza", ["UK", "France"]),
        ("the hon. Member for Stockport, PQ UIN 64121", ["Stockport"]),
        ("in Maqbanah, Taiz and in Tudun Biri in Kaduna State", None),
        ("Historic England and Devon and Cornwall Police", []),
        ("the Environmental Permitting (England and Wales) Regulations 2016", []),
        ("the Agency for Palestine Refugees in the Near East", []),
        ("trains to King’s Lynn and King's Lynn", ["King’s Lynn", "King's Lynn"]),
    ],
)
def test_what_stands_around_a_name_decides(text: str, found: list[str] | None) -> None:
    wanted = ["Maqbanah", "Taiz", "Tudun Biri", "Kaduna State"] if found is None else found
    assert places(text) == wanted


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(paths, "config_dir", lambda: tmp_path)
    own_places._read.cache_clear()
    gazetteer.cache_clear()
    yield tmp_path
    own_places._read.cache_clear()
    gazetteer.cache_clear()


def test_a_reader_adds_a_place_and_a_wrong_one_is_told_of(config: Path) -> None:
    (config / "places.toml").write_text(
        '["Zedwick Marsh"]\ncountry = "France"\nlatitude = 50.0\n[Bad]\nlatitude = 900\n', "utf-8"
    )
    place = located("Zedwick Marsh")
    assert place is not None
    assert place.country == "France"
    (trouble,) = own_places.troubles()
    assert trouble == (
        "places.toml: latitude of Bad must be from -90 to 90. It is passed over until that is "
        "put right."
    )


def test_a_file_of_places_that_is_no_toml_is_one_sentence(config: Path) -> None:
    (config / "places.toml").write_text("[[[", "utf-8")
    assert own_places.places() == {}
    assert len(own_places.troubles()) == 1


def test_constituencies_grow_with_the_record(tmp_path: Path) -> None:
    asker = {"id": 9, "name": "A B", "party": "C", "memberFrom": "Zedwick, Quorn and Oldbrook West"}
    text = "To ask how many sheep are in Zedwick, Quorn and Oldbrook West and in Tregarth Vale."
    with Store(tmp_path / "record.sqlite") as store:
        store.add(single(uin="1", questionText=text))
        extract_missing(store)
        before = [p.text for _, _, found in store.found([1]) for p in found.places]
        store.add(single(uin="2", askingMember=asker, askingMemberId=9))
        peer = {"id": 8, "name": "Lord D", "party": "C", "memberFrom": "Life peer"}
        store.add(single(uin="3", askingMember=peer, askingMemberId=8))
        assert store.seats() == {"Zedwick, Quorn and Oldbrook West", "Life peer"}
        store.add(single(uin="4", questionText=text + " In Life peer."))
        extract_missing(store)
        after = [p.text for _, _, found in store.found([4]) for p in found.places]
    assert "Zedwick, Quorn and Oldbrook West" not in before
    assert "Zedwick, Quorn and Oldbrook West" in after
    assert "Life peer" not in after
