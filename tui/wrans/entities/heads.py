"""Words that tell a place from a name that only has a place in it."""

from typing import Final

BODIES: Final = frozenset(
    (
        "Abbey Academy Accord Accords Act Acts Agencies Agency Agreement Agreements Airlines "
        "Airways Alliance Ambassador Ambulance Archives Armed Army Assembly "
        "Association Athletics Authorities Authority Award Awards Bank Barracks Base Bill Biobank "
        "Board Boards Border Bridge Building Buses Bypass Camp Campaign Castle Cathedral Center "
        "Centre Challenge Charter Church Clinic Coalition Code College Combined Commission "
        "Commissioner Commissioners Committee Company Comprehensive Concession Concordat "
        "Conference Constabulary Continuity Contract Contracts Convention Cooperation Corporation "
        "Council Councils County-Court Court Courts Credit Cricket Crown Cup Deal Deals "
        "Declaration Defence Development Dialogue Embassy Emissions Energy Estate Executive "
        "Export Federation Festival Finance Fire Football Force Forces Forum Foundation Framework "
        "Free Freeport Fund Funds Gallery Games Gardens Global Government Grid Group Groups "
        "Growth Guidance Hall Health Healthcare High Homes Hospital Hospitals House Housing ICB "
        "Immigration Inc Index Industrial Infirmary Infrastructure Initiative Innovation Inquiry "
        "Institute Integrated Intelligence Internal Investment Junction League Levelling Library "
        "Limited Line Link Ltd Ltd. Magistrates Magistrates' Market Mayor Minister Ministers "
        "Mission Model Motorway Museum Museums NHS Navy Network Networks Office Order PLC Pact "
        "Palace Park Parliament Partnership Partnerships Pension Plan Plans Police Policing Post "
        "Power Prison Prize Program Programme Programme's Project Projects Protocol Rail Railway "
        "Railways Regiment Regulations Report Research Review Road Roadmap Rugby Sanctions Scheme "
        "Schemes School Schools Secretary Security Senedd Service Services Shared Society Space "
        "Sport Squadron Stadium Standard Standards Statement Station-House Statistics Strategic "
        "Strategy Street Summit Supreme Survey Tariff Taskforce Team Theatre Tower Towns Trade "
        "Train Trains Treaty Trust Trusts Tunnel Union Unit Universities University Visas Water "
        "Wealth Works plc"
    ).split()
)
"""Heads of names of bodies, laws, schemes and facilities: a place name before one is part of it."""

HEADS_OF: Final = frozenset(
    (
        "Archbishop Assembly Bank Baroness Battle Bishop Church College Council Court Dean "
        "Declaration Department Diocese Duchess Duke Earl Exchange Garrison Institute King Lord "
        "Lords Marquess Mayor Minister Ministry Museum Museums Office Parliament.split( Prince "
        "Princess Queen Royal School Secretary Society Treaty Universities University Viscount"
    ).split()
)
""""Bank of England": before "of", these make one name with the place."""

HEADS_FOR: Final = frozenset(
    (
        "Advocate Agency Authority Board Centre Commission Commissioner Council Director "
        "Executive.split( Governor Inspectorate Lords Minister Office Ombudsman Partnership "
        "Regulator Service Services State"
    ).split()
)
""""Minister for Africa": the same before "for"."""

FREE_BEFORE: Final = frozenset(
    (
        "About Across After Against All Also Ambassador And Are Around As Asylum At Before "
        "Between Beyond.split( Both But By Central During East Eastern For Former From Greater "
        "Her His Historic If In Including Inside Into Is Its Mainland Metropolitan Mid Modern Mr "
        "Near North Northern Of On Only Other Our Outside Over President Prime Rural Since South "
        "Southern Support Supporting That The Their These This Those Through To Under Upon Urban "
        "Via Was Welcome Were West Western Whether While Wider Will With Within"
    ).split()
)
"""Words with a capital that may stand before a place without being part of its name."""

TITLE: Final = frozenset(
    (
        "Baroness Captain Colonel Dame Dr Earl General Hon Judge Justice Lady Lord Miss Mr Mrs Ms "
        "Prof Professor Rt Sir St.split( Viscount"
    ).split()
)
"""Before these comes a person."""
