"""What and where places are, and the reader's own."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import index_names
from told import single
from wrans import entities, paths
from wrans.entities import Place, own_places
from wrans.entities.gazetteer import gazetteer
from wrans.entities.glance import RUN, glance
from wrans.entities.location import located, within
from wrans.entities.names import Shipped, Tiers
from wrans.entities.run import Run
from wrans.entities.runs import Found, look_into
from wrans.entities.runs import places as places_in
from wrans.entities.words import Words
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
        ("Netherlands", ("Europe",)),
        ("Richmond upon Thames", ("London", "England", "UK", "Europe")),
        ("South Suffolk", ("Suffolk", "East of England", "England", "UK", "Europe")),
        ("Aldridge-Brownhills", ("West Midlands", "England", "UK", "Europe")),
        ("East London", ("London", "England", "UK", "Europe")),
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
        (
            "in Maqbanah, Taiz and in Tudun Biri in Kaduna State",
            ["Maqbanah", "Taiz", "Tudun Biri", "Kaduna State"],
        ),
        ("Historic England and Devon and Cornwall Police", []),
        ("the Environmental Permitting (England and Wales) Regulations 2016", []),
        ("the Agency for Palestine Refugees in the Near East", []),
        ("trains to King’s Lynn and King's Lynn", ["King’s Lynn", "King's Lynn"]),
        (
            "the Charity Commission for England and Wales; in England and Wales",
            ["England", "Wales"],
        ),
        ("Norway, Tanzania and the African Union are", ["Norway", "Tanzania"]),
        ("in Aldridge–Brownhills constituency", ["Aldridge–Brownhills"]),
        ("For Essex and Thurrock I anticipate elections", ["Essex", "Thurrock"]),
        ("to Question 96030 on Level Crossings: Tilbury, what", ["Tilbury"]),
        ("the Bishops’ Conference of Ethiopia; the Interim Force in Lebanon (UNIFIL)", []),
        ("the GB CLP Regulation and the South Bank MAT", []),
        ("Active Travel England (ATE) and the Federal Government of Somalia (FGS)", ["Somalia"]),
        ("rivers: (i) the Avon, (ii) Brinkworth Brook and", ["Avon", "Brinkworth Brook"]),
        ("Christ Church in Woking; Diabetes UK also", ["Woking"]),
        ("the Minister for the Middle East, Afghanistan and Pakistan; in Syria", ["Syria"]),
        ("the Under-Secretary of State for the Indo-Pacific in London", ["London"]),
        ("the Fact-Finding Mission for Sudan; our Mission in Vienna", ["Vienna"]),
        ("the United Nations Mission for the Referendum in Western Sahara", []),
        ("matches at Villa Park and the Tour de France in Pas de Calais", ["Pas de Calais"]),
        (
            "in (a) Stafford, (b) Eccleshall, (c) Loggerheads and (d) other villages",
            ["Stafford", "Eccleshall", "Loggerheads"],
        ),
        ("Tees, Esk and Wear Valleys NHS Foundation Trust", []),
        ("the Welsh Language (Wales) Measure 2011", []),
        ("the Bar Council of England and Wales; Douglas BLG BVBA", []),
        ("the people of England and Wales", ["England", "Wales"]),
        ("across the Midlands and North, published", ["Midlands", "North"]),
        ("incomplete information. Unknown parliamentary constituency", []),
        ("Members for (a) Na h-Eileanan an Iar and (b) Leeds", ["Na h-Eileanan an Iar", "Leeds"]),
    ],
)
def test_what_stands_around_a_name_decides(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the UK National Screening Committee (UK NSC); the UK NSC and the UK GDP", ["UK"]),
        ("the UK Emissions Trading Scheme (ETS) and the UK ETS", []),
        ("UK Official Development Assistance (ODA); all UK ODA", ["UK"]),
        ("the GB mandatory classification system (GB MCL), a GB MCL List", ["GB"]),
    ],
)
def test_a_short_form_is_no_place_where_the_text_says_what_it_stands_for(
    text: str, found: list[str]
) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tickets from (a) Longbridge, (b) Kings Norton to", ["Longbridge", "Kings Norton"]),
        ("a conference in Seville; talks with Korea", ["Seville", "Korea"]),
        ("ferries to Mull and Tiree from Scapa Flow", ["Mull", "Tiree", "Scapa Flow"]),
        ("Drax was paid; Mr Walker and Mrs Heaton live in Heaton", ["Heaton"]),
    ],
)
def test_parts_of_towns_islands_and_english_names_are_known(text: str, found: list[str]) -> None:
    assert places(text) == found


def test_a_part_of_a_town_lies_where_the_town_does() -> None:
    part, town = located("Selly Oak"), located("Birmingham")
    assert part is not None
    assert town is not None
    assert part.kind == "neighbourhood"
    assert part.latitude == pytest.approx(town.latitude, abs=0.05)
    assert "West Midlands" in within("Selly Oak")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "security measures in and around smaller ports in northern France, including "
            "Dunkirk and Ouistreham near Caen",
            ["northern France", "Dunkirk", "Ouistreham", "Caen"],
        ),
        (
            "the Juxtaposed ports of Calais, Dunkirk and Coquelles (Eurotunnel)",
            ["Calais", "Dunkirk", "Coquelles"],
        ),
        ("the Sandhurst Treaty, signed by the UK and France", ["UK", "France"]),
        ("HMP Stafford, HMP Five Wells, MOD Woodbridge", []),
        ("patients at King George's Hospital in Goodmayes", ["Goodmayes"]),
        ("the closure of the Dive Chamber in Rugby; a rugby club", ["Rugby"]),
        (
            "people in the North East and in north-east England",
            ["North East", "north-east England"],
        ),
        ("the City Of London Police; the City of London", ["City of London"]),
        ("a summit in Nice; a nice result", ["Nice"]),
        ("Dunfermline and Dollar constituency; ten dollars", ["Dunfermline and Dollar"]),
        ("NHS Dorset Integrated Care Board; NHS services in Dorset", ["Dorset"]),
        (
            "the Turkish Republic of Northern Cyprus; Northern Cyprus",
            ["Turkish Republic of Northern Cyprus", "Northern Cyprus"],
        ),
        (
            "the English Channel; crossings of the Channel; a TV channel; Channel 4",
            ["English Channel", "Channel"],
        ),
        ("Hurricane Melissa struck Jamaica", ["Jamaica"]),
        ("the Sudan Humanitarian Fund works across Sudan", ["Sudan"]),
        ("British Indian Ocean Territory: Sovereignty", ["British Indian Ocean Territory"]),
        ("the UK's Modern Industrial Strategy; the UK Hydrogen Strategy", ["UK"]),
        ("UK ODA; the UK Statistics Authority; Building Digital UK; UK-based", ["UK", "UK"]),
        (
            "Armagh City, Banbridge and Craigavon; Armagh City, Banbridge and Craigavon "
            "Borough Council",
            ["Armagh City, Banbridge and Craigavon"],
        ),
        ("Leeds (Horsforth); Norwich (Peachman Way)", ["Leeds", "Horsforth", "Norwich"]),
        ("Lewes Crown Court; sittings were moved to Lewes", ["Lewes"]),
        (
            "the Strait of Hormuz, the Red Sea and the Occupied Palestinian Territories",
            ["Strait of Hormuz", "Red Sea", "Occupied Palestinian Territories"],
        ),
        ("Storm Desmond at Honister Pass in Cumbria", ["Honister Pass", "Cumbria"]),
        ("Kent Police and the Secretary of State for Wales", []),
        (
            "trains from Reading to Bath; reading a sandwich in March 2024; in Sandwich, Kent",
            ["Reading", "Bath", "Sandwich", "Kent"],
        ),
        ("the National Year of Reading; the Duchy of Cornwall; Erskine May", []),
        (
            "a London-wide scheme, an England-only rule and Leeds-based firms",
            ["London", "England", "Leeds"],
        ),
        (
            "schools in Gloucestershire, Wiltshire and Bath/Bristol",
            ["Gloucestershire", "Wiltshire", "Bath", "Bristol"],
        ),
        (
            "London Stansted Airport, London Euston station and Glasgow Central",
            ["London Stansted Airport", "London Euston", "Glasgow Central"],
        ),
        (
            "Birmingham New Street and Paris Gare du Nord",
            ["Birmingham New Street", "Paris Gare du Nord"],
        ),
        ("the Canal and River Trust and the River Ver", ["River Ver"]),
        ("the UK National Screening Committee (UK NSC)", []),
        ("Lord (Tariq) Ahmad of Wimbledon", []),
        ("Kingston and Montego Bay Airports", ["Kingston", "Montego Bay"]),
        ("the Hastings Line; the Hastings line", ["Hastings"]),
        (
            "the Government of Bahrain, the people of Hull, the President of Ukraine",
            ["Bahrain", "Hull", "Ukraine"],
        ),
        ("the hon. Member for South Devon", ["South Devon"]),
        ("Public Prosecution Service for Northern Ireland; Care Inspectorate for Wales", []),
        ("the National Cancer Plan for England", ["England"]),
        (
            "the county of Essex, County Durham, Thanet District",
            ["Essex", "County Durham", "Thanet District"],
        ),
        (
            "London Borough of Merton; Brent London Borough; Old City of Jerusalem; State of "
            "Israel",
            [
                "London Borough of Merton",
                "Brent London Borough",
                "Old City of Jerusalem",
                "State of Israel",
            ],
        ),
        (
            "North East Syria, south-eastern Madagascar, east London, central and eastern "
            "England, North West of England",
            [
                "North East Syria",
                "south-eastern Madagascar",
                "east London",
                "central and eastern England",
                "North West of England",
            ],
        ),
        ("15 miles north of London, rural Wales, mainland Europe", ["London", "Wales", "Europe"]),
        (
            "Weymouth and Portland; Tyne and Wear; Yorkshire & Humber; Inner London - West",
            ["Weymouth and Portland", "Tyne and Wear", "Yorkshire & Humber", "Inner London - West"],
        ),
        ("UK-India relations and Cyprus' status", ["UK", "India", "Cyprus"]),
        (
            "St. Helens and sub-Saharan Africa; St. Mary’s School",
            ["St. Helens", "sub-Saharan Africa"],
        ),
        ("people with Huntingdon's disease; Paposhvili v Belgium", []),
        ("ports of Calais, Zorbiton and Dunkirk", ["Calais", "Zorbiton", "Dunkirk"]),
        (
            "Town | Sum\nLeeds | 1\nZorbiton | 2\nHull | 3\nYork | 4",
            ["Leeds", "Zorbiton", "Hull", "York"],
        ),
        ("a school in Papiri; a course in London", ["Papiri", "London"]),
        ("in Lagos, Kano and Papiri.", ["Lagos", "Kano", "Papiri"]),
        ("Kano and Papiri, Lagos and Abuja", ["Kano", "Papiri", "Lagos", "Abuja"]),
        ("Lagos/Papiri/Kano", ["Lagos", "Papiri", "Kano"]),
        ("Na h-Eileanan an Iar and Papiri, Kano", ["Na h-Eileanan an Iar", "Papiri", "Kano"]),
        ("in the town of Hull of France, Kano", ["Hull", "France", "Kano"]),
        ("in the Department's area of work, and in Hull", ["Hull"]),
        ("in Leeds, Bishop's Stortford and Hull", ["Leeds", "Bishop's Stortford", "Hull"]),
        ("in Leeds, Government's Bill and Hull", ["Leeds", "Hull"]),
        ("Leeds, Monk's Kirby and Hull", ["Leeds", "Monk's Kirby", "Hull"]),
        ("Wales ASC - Asylum Support Contract", []),
        ("training posts in (ii) Suffolk NHS region; NHS Kent and Medway", ["Suffolk"]),
        ("the Get Britain Working White Paper", ["Britain"]),
        ("the Wrexham, Shropshire & Midlands Railway", []),
        (
            "the hon. Member for Moray West, Nairn and Strathspey",
            ["Moray West, Nairn and Strathspey"],
        ),
        ("(d) Hartcliffe, Bristol", ["Hartcliffe", "Bristol"]),
        ("the Warton site in Lancashire; jobs at Warton", ["Warton", "Lancashire", "Warton"]),
        (
            "crossings by small boat, Channel crossings, the Gulf and the Red Sea",
            ["Channel", "Gulf", "Red Sea"],
        ),
        (
            "LEIGHTON BUZZARD; Scottish Parliament constituency; Leeds South West",
            ["LEIGHTON BUZZARD", "Leeds South West"],
        ),
        (
            "the cities of Stoke on Trent and Stockton-on-Tees",
            ["Stoke on Trent", "Stockton-on-Tees"],
        ),
    ],
)
def test_the_guide_decides_what_is_a_place_and_where_it_ends(text: str, found: list[str]) -> None:
    assert places(text) == found


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


def test_no_run_that_holds_a_place_is_passed_over() -> None:
    def looked_into(run: str) -> tuple[Found, Found]:
        is_plain = run.replace(" ", "").isalpha()
        return look_into(words, run) if words.may_name(run, is_plain=is_plain) else ((), ())

    words = Words(gazetteer())
    for name in list(words.known.tiers.names())[::29]:
        for run in (
            name,
            f"The {name}’s",
            f"{name}-based",
            f"{name.upper()} of Foo",
            f"New {name}",
        ):
            found = places_in(Run(words, run, opens=False)), places_in(Run(words, run, opens=True))
            assert looked_into(run) == found
    for run in ("Honister Pass", "River Ver", "Parish of Foo", "Foo of Bar", "Foo & Bar", "×Foo"):
        assert looked_into(run)[0] == places_in(Run(words, run, opens=False))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("The Department of Health and the UK", ["The Department of Health and the UK"]),
        ("in Deir al-Balah and the el-Arish", ["Deir al-Balah", "el-Arish"]),
        ("aUK x@UK .UK #UK 3×UK", ["UK"]),
        ("King’s Lynn, O'Neil-Smith’ and Éire", ["King’s Lynn", "O'Neil-Smith", "Éire"]),
        ("to the Government for the A and b", ["Government for the A"]),
    ],
)
def test_runs_of_capitals(text: str, runs: list[str]) -> None:
    turns = glance(text)
    assert turns[1::2] == runs
    assert "".join(turns) == text
    assert [match[0] for match in RUN.finditer(text)] == runs


def test_a_name_is_found_among_the_lines_that_it_ships_in() -> None:
    foreign = ["A", "Ab", "Aba", "Abadan", "Łódź", "Ňa", "東京"]
    parts = [["Hull", "Ab"], ["Ely"], foreign, ["Ham"], ["Ab 3", "Kuala 2"], ["More"]]
    lines = "\n\n".join("\n".join(part) for part in parts).encode()
    tiers = Tiers(Shipped(lines, index_names.entries(lines)))
    known = dict.fromkeys(foreign, "W") | {"Hull": "S", "Ab": "S", "Ely": "B", "Ham": "C"}
    strange = (
        "",
        "a",
        "Abad",
        "Abadan x",
        "Łód",
        "東",
        "zz",
        "A\nAb",
        "\n",
        "\ud800",
        "More",
        "Ab 3",
    )
    for name in (*known, *strange):
        assert tiers[name] == known.get(name), name
        assert tiers.reach[name] == {"Ab": 3, "Kuala": 2}.get(name, 0)
    assert tiers.reach["Kuala"] == 2
    tiers.extend(["Ab", "y"])
    tiers.extend(["Abad", "y"])
    tiers["Abad"] = "B"
    assert (tiers["Abad"], tiers.reach["Ab"], tiers.reach["Abad"]) == ("B", 3, 2)
    assert set(tiers.names()) == {*known, "Abad"}


def test_the_names_that_ship_are_indexed_as_they_are() -> None:
    shipped = files("wrans.entities") / "data"
    index = index_names.index((shipped / "names.txt").read_bytes())
    assert index == (shipped / "names.index").read_bytes()
