"""Words that tell a place from a name that only has a place in it."""

from typing import Final


def _words(told: str) -> frozenset[str]:
    return frozenset(told.split())


GENERIC_AFTER: Final = _words(
    "Airport Aerodrome Borough Islands Island Peninsula Province Governorate Oblast Estuary "
    "Archipelago "
    "Valley Valleys Gorge Port Harbour Docks Dock Coast Strait Straits Basin Canal Marshes Moor "
    "Fells "
    "Heath Beach Town City County District Region Zone Triangle Corridor State"
)
""""Stansted Airport": the generic word is part of the name."""

CANNOT_END: Final = _words(
    "City Town Port County Zone Region Corridor State District Heath Park Triangle Basin"
)
"""Of these, those that a body's name may go on from."""

GENERIC_UNKNOWN: Final = _words(
    "Pass Gorge Island Islands Bay Estuary Peninsula Archipelago Airport Desert Mountains Sea "
    "Ocean Strait "
    "Straits Plateau Fjord Glacier Harbour Province Governorate Oblast Brook Beck"
)
"""Before these even an unknown name is a place's: "Honister Pass"."""

GENERIC_BEFORE: Final = _words("River Lake Loch Lough Mount Cape")
""""River Ver", "Lough Erne": a place whether known or not."""

PART_OF: Final = _words(
    "Port Ports City Isle Isles Vale Parish Borough Kingdom Republic State County Gulf Strait "
    "Straits "
    "Forest Peninsula Mull Firth Bay Town Island Islands North South East West North-East "
    "North-West "
    "South-East South-West District Region Province Governorate Sea"
)
"""Before "of" these begin the name: "Isle of Wight", "Port of Felixstowe"."""

BEFORE_PART: Final = _words("Royal London Metropolitan Old Federal")
""""London Borough of Merton", "Old City of Jerusalem"."""

DIRECTIONS: Final = _words(
    "North South East West Northern Southern Eastern Western Central Mid North-East North-West "
    "South-East "
    "South-West North-Eastern North-Western South-Eastern South-Western Northeast Northwest "
    "Southeast "
    "Southwest Northeastern Northwestern Southeastern Southwestern Greater Inner Outer Upper "
    "Lower Occupied"
)

FREE_BEFORE: Final = _words(
    "Get Getting Keep Keeping Making Rivers "
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "Mainland Modern Mr-Speaker Metropolitan Rural Urban Ambassador Asylum Also And But Or The "
    "This That "
    "These Those A An In On At For From To Of With By If When While As Since During Both Across "
    "Between "
    "Within Outside Around Near Through Throughout Into Under Over After Before Is Are Was Were "
    "Does Do Did "
    "Has Have Had Will Would Can Could Should His Her Its Their Our My Your We They He She It "
    "There Here "
    "What Which Who Whether How Why Where Only Other All Any Some Many Most More Each Every No "
    "Not Including "
    "Like Against Among About Total Yes Question Questions Answer Former New-build Member "
    "Members Member’s Parliamentary Westminster Regarding "
    "Following Further Supporting Given Because Although Though However Travel President Residents "
    "Mainland Continental Post-war Pre-war Ex Via Per Versus vs Table Note Source"
)
"""Words with a capital that may stand before a place without being part of its name."""

FREE_AFTER: Final = _words(
    "Airports Ports Constituency Constituencies January February March April June July "
    "August September "
    "October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday The In "
    "On At A And Or "
    "This These It Is Are Was To For Of Will Has Have We As With From By Total Yes No If While "
    "When During "
    "Question Answer Member Members That Their His Her I"
)
"""Words with a capital that may follow a place without taking it into their name."""

ACRONYM_BODIES: Final = _words(
    "NHS ICB ICBs ICS FC CDC CDCs YOI UA LRF AFC RFC CCG CC DC LLP PLC LTD HM HMP BC MBC RLFC "
    "TV GP HWRC PCC PCCs MAT MATs LPA LPAs "
    "REACH GDPR CBAM ETS CLP BPR MCL SHORE PACT DMO NPM NSC SRS WEEE"
)
"""After a place these are bodies, facilities, laws or schemes of it: "Kent LRF", "UK GDPR"."""

HEADS_OF: Final = _words(
    "University Universities Bank Mayor Mayors Bishop Archbishop Duke Duchess Earl Marquess "
    "Viscount Viscountess "
    "Baron Baroness Lord Lords Lady Church College Colleges Institute Institution Court Diocese "
    "School Schools Dean "
    "Battle Treaty Statute Convention Archdeacon Marchioness Cardinal Museum Museums Sheriff "
    "Lordship Order Abbey "
    "Queen King Prince Princess Hospital Hospitals Trust Council Assembly Parliament "
    "Archbishopric Agreement "
    "Declaration Society Academy Academies Conservatoire Conservatoires Lieutenant Chamber "
    "Federation Exchange "
    "Port-Authority Authority Bar Temple Convention Concert Tower Palace Castle Library "
    "Archives Accords Accord "
    "Exhibition Festival Angel Duchy Year "
    "Protocol Communiqué Theatre Cathedral Commissioner Association Union Inns Inn "
    "Conference"
)
""""Bank of England": before "of", these make one name with the place."""

HEADS_FOR: Final = _words(
    "Secretary Secretaries Minister Ministers Ministry Advocate Attorney Solicitor Agency "
    "Authority Board Centre "
    "Commission Commissioner Commissioners Council Director Governor Inspectorate Office "
    "Ombudsman Partnership "
    "Regulator Service Services Envoy Department Homes Transport Trust Association Institute "
    "Society Executive "
    "Chief Lord Lords Archives Sport Energy Friends Justice Assembly Forum Federation Chamber "
    "Action Network "
    "Alliance Campaign Party Mission Under-Secretary"
)
""""Minister for Africa": the same before "for"."""

BODIES_IN: Final = _words("Agency Organisation Organization Society Association Force Referendum")
"""The names of these may go on with "in": the Agency for Refugees in the Near East."""

HEADS_OFFICE: Final = _words("Minister Ministers Secretary Secretaries Department Ministry")
"""Offices whose names go on with "and"."""

PLAN_FOR: Final = _words("Plan Strategy Scheme Fund Framework Programme Vision Blueprint Bill")
""""the National Cancer Plan for England" is built from two names, and has a place."""

TITLES: Final = _words(
    "Baroness Baron Captain Colonel Commander Dame Dr Earl General Hon Judge Justice Lady Lord "
    "Miss Mr Mrs Ms "
    "Prof Professor Rt Sir Viscount Cllr Councillor King Queen Prince Princess Storm Hurricane "
    "Cyclone Typhoon "
    "Sergeant Major Lieutenant Admiral Reverend Rev Pope Saint-Sir"
)
"""Before these comes a person, or a storm."""

FACILITIES: Final = _words(
    "HMP HMPs HMYOI HMPYOI HMIP YOI RAF MOD MoD HMS RFA HMNB RNAS RM RMB NHS BBC ITV HMCTS DIO "
    "MDP IRC STC JCP Jobcentre "
    "Jobcentres USS SS HM PC DC ITV RNLI"
)
"""Words that begin the name of a facility: "HMP Exeter"."""

ARTICLE: Final = _words("North South Channel Gulf Borders Wash Broads Fens Highlands")
"""Places only with the article: "the North"."""

BODY: Final = _words(
    "Council Councils Trust Trusts Police Constabulary Fund Funds Scheme Schemes Act Acts Bill "
    "Regulation Regulations Order "
    "Agreement Treaty Board Boards Authority Authorities Office Programme Programmes Strategy "
    "University "
    "Universities Hospital Hospitals College Colleges School Schools Academy Bridge Tunnel Road "
    "Street Lane "
    "Government Governments Parliament Executive Assembly Commission Committee Agency Service "
    "Services Society "
    "Association Federation Foundation Institute Company Limited Ltd Group Plc PLC LLP Party "
    "GmbH BVBA LLC Inc Corporation "
    "Union Bank Museum "
    "Gallery Theatre Court Prison Barracks Airfield Base Garrison Centre Center Infirmary "
    "Clinic Works Line Railway "
    "Railways Partnership Partnerships Deal Deals Plan Plans Policy Project Projects Network "
    "Framework Taskforce Force "
    "Forces Initiative Protocol Convention Charter Declaration Accord Accords Bypass Route "
    "Relief Levy Charge Review "
    "Inquiry Enquiry Report Tower House Castle Hall Park Stadium Arena United Rovers Water Rail "
    "Transport Archive "
    "Archives Library Laboratory Observatory Ombudsman Championship Championships Cup League "
    "Games Festival Marathon "
    "Brigade Regiment Battalion Ambulance Crown Alliance Coalition Conference Summit Dialogue "
    "Compact Exchange Market "
    "Standard Standards Register Unit Team Department Ministry Secretariat Mission Corps Guard "
    "Navy Army Club Church "
    "Cathedral Diocese Mosque Archaeology Heritage Freeport Freeports Region Area Combined "
    "Mayoral ICB ICS NHS Fire "
    "Devolution Green Growth Investment Local Integrated Care Health Teaching Foundation "
    "Community Economic Free Trade "
    "Enterprise Partnership LRF Waste Wildlife Recovery Rules County District Borough City"
)
"""Heads of the names of bodies, laws, schemes and facilities."""
