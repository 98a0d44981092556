"""Demo proposals about families and older people."""

from __future__ import annotations

from portal.demo.story import Story, told

JONAS = ("Jonas Krogh", "ngo2@demo.example", "22 32 42 52")
MAJA = ("Maja Holm", "ngo@demo.example", "20 30 40 50")
SOCIAL = "Sociale Forhold og Beskæftigelse"
CHILDREN = "Børn og Unge"
HEALTH = "Sundhed og Omsorg"
EXPERIENCE = (
    "Familiens Fundament er en forening med 1.200 medlemmer og 22 ansatte. Vi har rådgivet familier i Aarhus Vest siden 1998 og "
    "driver tre familiehuse på partnerskabsaftaler med kommunen."
)

FAMILIES = [
    Story(
        organisation="Familiens Fundament", until="return", days=33,
        reason="Vi mangler at kunne se, hvordan effekten måles, og hvem der kontrollerer den. Beskriv også, hvad der sker, hvis færre end 60 "
        "familier deltager.",
        sections=told(
            title="Familierådgivning i Gellerup", contact=JONAS, experience=EXPERIENCE, citizens="90",
            summary="Åben familierådgivning uden visitation i et år, dér hvor familierne bor.",
            problem="Familier med flere sager har i snit seks fagpersoner. Hver fjerde udebliver fra møder, og konflikter vokser til "
            "anbringelsessager, før nogen griber ind.",
            target_group="90 familier med børn under 12 år i Gellerup og Toveshøj.",
            intervention="To familievejledere og en jurist har åbent fire dage om ugen. Familien får én kontaktperson, som samler trådene.",
            evidence=("promising", "Åben anonym familierådgivning i Odense har halveret antallet af akutte underretninger i to boligområder."),
            need=("Den åbne rådgivning i budgettet dækker kun enkeltsamtaler.", "Vi kan ikke lønne jurist og vejledere af egne midler."),
            instrument=("co_funding", "Indsatsen er mindre og afprøves for første gang uden visitation."),
            metrics=[("Familier uden ny underretning efter 6 måneder", "familier", "40", "65", "Egen registrering", "Familiens Fundament")],
            amount="1.250.000,00",
            years=[("2027", "1.450.000,00", "1.250.000,00", "0,00", "200.000,00")],
            departments=[SOCIAL, CHILDREN], effect="Færre akutte underretninger og færre parallelle sager.",
            risks=[("Familierne kommer ikke", "3", "3", "Opsøgende arbejde sammen med bydelsmødrene")],
        ),
    ),
    Story(
        organisation="Familiens Fundament", until="hear", days=19,
        sections=told(
            title="Aktivt seniorliv: fællesskab før ensomhed", contact=JONAS, experience=EXPERIENCE, citizens="150",
            summary="150 ældre, der lige har mistet en ægtefælle, får en aktivitetsmakker og et fast fællesskab i seks måneder.",
            problem="I Aarhus mister omkring 700 ældre over 67 år hvert år deres ægtefælle. Hver femte er ensom et år efter og bruger mere "
            "hjemmepleje end sammenlignelige ældre.",
            target_group="150 ældre over 67 år, der har mistet deres ægtefælle inden for de sidste 18 måneder.",
            intervention="En frivillig makker besøger den ældre og følger med til en fast ugentlig aktivitet. Efter tre måneder overtager "
            "fællesskabet selv.",
            evidence=("promising", "Makkerordninger har i tre danske undersøgelser mindsket ensomhed målt på UCLA-skalaen."),
            need=("Forebyggende hjemmebesøg har ikke tid til at følge den ældre ud ad døren.", "Koordinatorerne kan ikke lønnes af frivillige midler."),
            instrument=("social_investment", "Besparelsen i hjemmeplejen kan måles pr. borger."), investor="Fonden Fælles Afkast",
            metrics=[("Ældre, der ikke længere er ensomme efter 6 måneder", "ældre", "30", "85", "UCLA-spørgeskema", "Uafhængig evaluator")],
            amount="2.100.000,00",
            years=[("2027", "1.200.000,00", "1.050.000,00", "150.000,00", "0,00"), ("2028", "1.050.000,00", "1.050.000,00", "0,00", "0,00")],
            departments=[HEALTH, SOCIAL], effect="Mindre vækst i hjemmepleje, anslået 14.000 kr. om året pr. deltager.",
            risks=[("For få frivillige i yderområderne", "3", "2", "Samarbejde med idrætsforeninger i Beder, Lystrup og Sabro")],
        ),
    ),
    Story(
        organisation="Familiens Fundament", until="draft", days=4,
        sections={
            "applicant": {"contact_name": "Jonas Krogh", "contact_email": "ngo2@demo.example", "contact_phone": "22 32 42 52",
                          "experience": EXPERIENCE, "partners": []},
            "initiative": {"title": "Fædregrupper på tværs", "summary": "Grupper for nye fædre i udsatte boligområder.",
                           "problem": "Fædre deltager sjældent i barselsgrupper og mødes først af systemet, når noget er gået galt.",
                           "target_group": "", "citizens": "60", "intervention": "", "evidence_level": "", "evidence": "", "untested_reason": ""},
        },
    ),
    Story(
        organisation="Ungdommens Hus", until="reject", days=88,
        reason="Forslaget er en byforskønnelse uden et måltal for borgerne. Det ligger uden for fondens formål (langsigtede, forebyggende "
        "sociale investeringer).",
        sections=told(
            title="Grønne hænder: haver mellem blokkene", contact=MAJA, experience="Ungdommens Hus har siden 2009 arbejdet med unge i Aarhus.",
            citizens="200", summary="Fælles haver mellem tre boligblokke.",
            problem="Arealerne mellem blokkene står tomme og bruges ikke.", target_group="Alle beboere i tre blokke.",
            intervention="Vi anlægger 40 højbede og et orangeri og ansætter en gartner i to år.",
            evidence=("untested", "Der findes ikke undersøgelser af effekten."), untested_reason="Vi tror, at haver skaber naboskab.",
            need=("Boligforeningen har ikke penge til haver.", "Fonden kan betale anlægget."),
            instrument=("co_funding", "Projektet er lille."),
            metrics=[("Tilfredse beboere", "procent", "50", "70", "Spørgeskema", "Boligforeningen")],
            amount="780.000,00", years=[("2027", "780.000,00", "780.000,00", "0,00", "0,00")],
            departments=["Teknik og Miljø"], effect="Ingen kendt.",
            risks=[("Hærværk", "3", "2", "Beboervagt")],
        ),
    ),
]  # fmt: skip
