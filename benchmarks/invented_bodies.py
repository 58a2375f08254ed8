"""The bodies that invented questions are put to."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Body:
    """An answering body: its share of the questions, and the words that it hears most."""

    id: int
    name: str
    office: str
    """As questions address it."""
    share: float
    words: str


BODIES: Final = (
    Body(
        17,
        "Department of Health and Social Care",
        "Secretary of State for Health and Social Care",
        14,
        "nhs hospital hospice palliative bereavement dental patients cancer nurses gp medicines",
    ),
    Body(
        11,
        "Ministry of Defence",
        "Secretary of State for Defence",
        9,
        "aircraft army navy veterans ships personnel munitions ukraine barracks reserves",
    ),
    Body(
        7,
        "Ministry of Housing, Communities and Local Government",
        "Secretary of State for Housing, Communities and Local Government",
        7,
        "housing tenants leasehold councils planning homelessness cladding landlords",
    ),
    Body(
        27,
        "Department for Transport",
        "Secretary of State for Transport",
        7,
        "rail trains buses roads vehicles airports cycling drivers potholes",
    ),
    Body(
        1,
        "Home Office",
        "Secretary of State for the Home Department",
        7,
        "asylum police visa immigration border crime passports trafficking",
    ),
    Body(
        13,
        "Department for Environment, Food and Rural Affairs",
        "Secretary of State for Environment, Food and Rural Affairs",
        7,
        "water sewage farmers fishing flood animals beavers hedgehogs rivers waste",
    ),
    Body(
        208,
        "Foreign, Commonwealth and Development Office",
        "Secretary of State for Foreign, Commonwealth and Development Affairs",
        7,
        "israel gaza sanctions embassy aid treaty consular africa china",
    ),
    Body(
        60,
        "Department for Education",
        "Secretary of State for Education",
        7,
        "schools pupils teachers university childcare apprenticeships send nursery",
    ),
    Body(
        29,
        "Department for Work and Pensions",
        "Secretary of State for Work and Pensions",
        6,
        "pension benefit claimants credit jobcentre disability payments carers",
    ),
    Body(
        14,
        "Treasury",
        "Chancellor of the Exchequer",
        5,
        "tax hmrc vat banks duty revenue inflation mortgage",
    ),
    Body(
        54,
        "Ministry of Justice",
        "Secretary of State for Justice",
        4.5,
        "prison courts probation sentences tribunal offenders judges",
    ),
    Body(
        214,
        "Department for Business and Trade",
        "Secretary of State for Business and Trade",
        4,
        "exports steel trade manufacturing consumers post tariffs",
    ),
    Body(
        215,
        "Department for Energy Security and Net Zero",
        "Secretary of State for Energy Security and Net Zero",
        4,
        "energy electricity gas nuclear insulation solar hydrogen",
    ),
    Body(
        217,
        "Department for Culture, Media and Sport",
        "Secretary of State for Culture, Media and Sport",
        3.5,
        "football museums broadcasting charities gambling heritage tourism",
    ),
    Body(
        216,
        "Department for Science, Innovation and Technology",
        "Secretary of State for Science, Innovation and Technology",
        3,
        "broadband research satellites online quantum laboratories",
    ),
    Body(
        53,
        "Cabinet Office",
        "Minister for the Cabinet Office",
        3,
        "procurement elections officials inquiry statistics contracts",
    ),
    Body(
        21,
        "Northern Ireland Office",
        "Secretary of State for Northern Ireland",
        1,
        "belfast stormont legacy windsor",
    ),
    Body(
        2,
        "Scotland Office",
        "Secretary of State for Scotland",
        0.5,
        "edinburgh holyrood whisky islands",
    ),
)
