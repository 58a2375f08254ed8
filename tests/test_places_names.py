"""Where the names of places begin and end, and what only looks like one."""

import pytest

from wrans import entities
from wrans.entities import Place
from wrans.entities.location import located


def places(text: str) -> list[str]:
    return [p.text for p in entities.find(text) if isinstance(p, Place)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Two words of the compass, and the North
        ("clinics in north central London", ["north central London"]),
        ("farms in mid west Wales and south Wales", ["mid west Wales", "south Wales"]),
        ("trains across the North and working with mayors", ["North"]),
        ("roads in the North and the Midlands", ["North", "Midlands"]),
        ("the North and East of England", ["North and East of England"]),
        # Regions of two halves
        ("South West & Central | 12", ["South West & Central"]),
        ("prisons in the South East and East region", ["South East and East"]),
        ("the North West and North East", ["North West", "North East"]),
        ("Central & East Scotland; the Midlands", ["Central & East Scotland", "Midlands"]),
        # One area of several towns
        ("the Coventry and Bedworth reporting zone", ["Coventry and Bedworth"]),
        ("the Teesside and Hartlepool coroner area", ["Teesside and Hartlepool"]),
        ("Reading and Wokingham Urban Area | 4", ["Reading and Wokingham Urban Area"]),
        (
            "the Leicester, Leicestershire and Rutland integrated care board",
            ["Leicester, Leicestershire and Rutland"],
        ),
        (
            "boards in Kent and Medway; the England and Wales zone",
            ["Kent", "Medway", "England", "Wales"],
        ),
        ("the Port of Tees and Hartlepool", ["Port of Tees and Hartlepool"]),
        # Hyphens between names of several words
        ("the UK-New Zealand free trade agreement", ["UK", "New Zealand"]),
        ("Saudi Arabia-UK trade", ["Saudi Arabia", "UK"]),
        ("Great Britain-Northern Ireland trade", ["Great Britain", "Northern Ireland"]),
        ("the UK-South Korea Free Trade Agreement", []),
        ("Stratford-upon-Avon and Stoke-on-Trent", ["Stratford-upon-Avon", "Stoke-on-Trent"]),
        # Slashes
        ("the UK/Mauritius Agreement was laid", []),
        ("entitled UK/Mauritius: Agreement", ["UK", "Mauritius"]),
        ("Bath/Bristol", ["Bath", "Bristol"]),
        # Addresses
        ("23 Stephenson Street Birmingham B2 4BH", ["Birmingham"]),
        ("at 102 Petty France, London SW1H 9AJ", ["London"]),
        ("Natural England’s G3 Indicator", []),
        # Seats
        ("the hon. Member for Tooting on HMP Wandsworth", ["Tooting"]),
        ("the hon. Member for South Shields of December 2023", ["South Shields"]),
        ("the hon. Member for Great Yarmouth's inquiry", ["Great Yarmouth"]),
        ("living in Surrey and Surrey Heath constituency", ["Surrey", "Surrey Heath"]),
        ("the Cabinet Member for Zorbiton", []),
        # Rivers
        ("the Rivers Swale, Ure and Nidd", ["Swale", "Ure", "Nidd"]),
        ("the River Wye at the River Basin District scale; new River Walks", ["River Wye"]),
    ],
)
def test_a_name_begins_and_ends_where_the_record_means_it_to(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Supreme Court judgment in Adams; the judgment in Poland", ["Poland"]),
        ("the Gaza Strip (South Africa v. Israel)", ["Gaza Strip"]),
        ("desks at 70 Whitehall and elsewhere in Whitehall", ["Whitehall"]),
        ("fragments of West Nile virus, and of Rift Valley fever", []),
        ("any other Black/African/Caribbean background", []),
        ("donors of (a) African, (b) Caribbean and (c) mixed heritage", []),
        ("Caribbean heritage in the Caribbean", ["Caribbean"]),
        ("UK GDPR, UK REACH, the UK CBAM and UK ODA", ["UK"]),
        (
            "WATFORD TUNNEL | LEIGHTON BUZZARD | KENSAL GREEN FAST LINES TUNNEL",
            ["LEIGHTON BUZZARD"],
        ),
        ("Mother and Baby Units in England; powers in the Zorbing and Quidditch Act", ["England"]),
        ("in England, as published in Stat-Xplore.", ["England"]),
    ],
)
def test_other_names_are_no_places(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Strategic Defence Review: Making Britain Safer", ["Britain"]),
        ("the report entitled Securing Ireland's Future", ["Ireland"]),
        ("Keep Britain Tidy; Make UK", []),
        ("On 5th April Israel agreed; since 7 October the UK has", ["Israel", "UK"]),
        ("help for DRC and His Majesty’s Trade Commissioner", ["DRC"]),
        (
            "the Milton Keynes to Rugby via Northampton trains",
            ["Milton Keynes", "Rugby", "Northampton"],
        ),
        ("people killed in Yelewata on 19 June, in Nigeria", ["Yelewata", "Nigeria"]),
    ],
)
def test_a_place_stays_one_in_a_title_or_a_list(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Bethlehem", "Palestine"),
        ("Palmyra", "Syria"),
        ("Normandy", "France"),
        ("Florida", "United States"),
        ("Granada", "Spain"),
        ("Khan Younis", "Palestine"),
        ("North Darfur", "Sudan"),
        ("Kherson", "Ukraine"),
        ("Ontario", "Canada"),
        ("People's Republic of China", "China"),
        ("Old City of Jerusalem", "Israel"),
        ("West Yorkshire Urban Area", "United Kingdom"),
        ("Coventry and Bedworth", "United Kingdom"),
        ("LONDON", "United Kingdom"),
        ("Kasai", "Democratic Republic of the Congo"),
        ("Boston", "United Kingdom"),
        ("Perth", "United Kingdom"),
    ],
)
def test_a_name_means_the_place_that_the_record_does(name: str, country: str) -> None:
    place = located(name)
    assert place is not None
    assert place.country == country
