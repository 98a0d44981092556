"""Demo proposals about adults and work."""

from __future__ import annotations

from portal.demo.story import Story, told

PETER = ("Peter Lind", "provider2@demo.example", "23 33 43 53")
SOCIAL = "Sociale Forhold og Beskæftigelse"
HEALTH = "Sundhed og Omsorg"
EXPERIENCE = (
    "Trivsel & Job A/S har siden 2011 hjulpet borgere med psykiske vanskeligheder i arbejde for 11 kommuner. Vi har 45 ansatte og arbejder "
    "efter IPS-metoden med ekstern kvalitetsmåling hvert år."
)

ADULTS = [
    Story(
        organisation="Trivsel & Job A/S", until="active", days=540, reason="Rådet finder metoden sikker og prisen rimelig.",
        recommendation="Sekretariatet indstiller, at indsatsen sættes i gang med 60 borgere og betaling efter 26 ugers ansættelse.",
        terms="Aarhus Kommune betaler 120.000,00 kr. for hver borger med mindst 26 ugers ansættelse, dog højst 4.800.000,00 kr.",
        sections=told(
            title="I job med psykisk sårbarhed", contact=PETER, experience=EXPERIENCE, citizens="60",
            summary="60 borgere med svær psykisk sårbarhed får et almindeligt job først og støtte på jobbet bagefter.",
            problem="Omkring 2.400 borgere i Aarhus med en psykisk lidelse har modtaget ressourceforløbsydelse i mere end tre år. Under 8 procent "
            "kommer i arbejde med de tilbud, der findes.",
            target_group="60 borgere mellem 20 og 55 år med en svær psykisk lidelse og mere end to år på offentlig ydelse.",
            intervention="Individuelt planlagt job med støtte (IPS): jobkonsulenten er en del af behandlingsteamet, finder et almindeligt job "
            "inden for tre måneder og støtter borger og arbejdsgiver uden tidsgrænse.",
            evidence=("documented", "IPS er afprøvet i 28 lodtrækningsforsøg, også i Danmark, og fordobler andelen i job."),
            need=("Jobcenter og behandlingspsykiatri har hver sit budget, og ingen af dem dækker konsulenten i teamet.",
                  "Besparelsen falder på forsørgelse, mens udgiften ligger i indsatsen."),
            instrument=("social_investment", "Job efter 26 uger kan måles i indkomstregisteret."), investor="Nordlys Kapital",
            metrics=[("Borgere med mindst 26 ugers ansættelse", "borgere", "5", "40", "Indkomstregisteret", "Uafhængig evaluator")],
            amount="4.800.000,00",
            years=[("2025", "1.200.000,00", "1.200.000,00", "0,00", "0,00"), ("2026", "1.800.000,00", "1.800.000,00", "0,00", "0,00"),
                   ("2027", "1.800.000,00", "1.800.000,00", "0,00", "0,00")],
            departments=[SOCIAL], effect="Mindre udgift til ressourceforløb, 145.000 kr. om året pr. borger i job.",
            risks=[("Arbejdsgivere tøver", "3", "3", "Løntilskud de første fire uger og fast kontaktperson"),
                   ("Psykiatrien har ventetid", "2", "3", "Aftale med Region Midtjylland om plads i teamet")],
        ),
    ),
    Story(
        organisation="Trivsel & Job A/S", until="decline", days=120,
        reason="Rådet finder ikke, at forslaget kan vise en effekt, der kan adskilles fra bostedernes almindelige indsats. Udgiften hører "
        "hjemme i afdelingens eksisterende budget.",
        recommendation="Sekretariatet indstiller, at forslaget ikke sættes i gang: kost og motion hører til bostedernes opgave (R15).",
        sections=told(
            title="Kost og motion på bosteder", contact=PETER, experience=EXPERIENCE, citizens="110",
            summary="Sund mad og daglig motion på fire bosteder.",
            problem="Beboere på bosteder lever 15-20 år kortere end andre. Overvægt og diabetes er den hyppigste årsag.",
            target_group="110 beboere på fire socialpsykiatriske bosteder.",
            intervention="En kok og to instruktører uddanner personalet og indfører fælles madlavning og daglige gåture.",
            evidence=("promising", "Livsstilsindsatser på bosteder har vist vægttab i to mindre danske undersøgelser."),
            need=("Bostederne har ikke afsat midler til instruktører.", "Uden fonden må vi nøjes med et enkelt bosted."),
            instrument=("co_funding", "Gevinsten kommer sent og kan ikke måles sikkert."),
            metrics=[("Beboere med vægttab over 5 procent", "beboere", "8", "30", "Journaler", "Bostedernes læge")],
            amount="1.650.000,00",
            years=[("2027", "1.650.000,00", "1.650.000,00", "0,00", "0,00")],
            departments=[SOCIAL, HEALTH], effect="Færre indlæggelser på lang sigt.",
            risks=[("Personalet skifter", "4", "3", "Faste ambassadører på hvert bosted")],
        ),
    ),
    Story(
        organisation="Trivsel & Job A/S", until="approve", days=98, reason="Rådet støtter en mindre afprøvning i ét område.",
        recommendation="Sekretariatet indstiller, at indsatsen sættes i gang som medfinansiering i ét bostøtteområde.",
        terms="Tilskud i to rater: ved opstart og når 40 borgere har brugt digital bostøtte i tre måneder.",
        sections=told(
            title="Digital bostøtte om aftenen", contact=PETER, experience=EXPERIENCE, citizens="80",
            summary="80 borgere kan få bostøtte på skærm om aftenen og i weekenden, når det er sværest.",
            problem="Bostøtten har åbent kl. 8-16. To ud af tre kriser begynder om aftenen og ender ofte hos vagtlæge eller politi.",
            target_group="80 borgere med bostøtte i Aarhus Syd.",
            intervention="To vejledere svarer på videoopkald kl. 16-23 alle dage. Borgeren får en tablet og en makkeraftale.",
            evidence=("promising", "Digital bostøtte i Viborg viser færre akutte kontakter, men er ikke evalueret med en kontrolgruppe."),
            need=("Aftenåbent er ikke del af serviceniveauet i budgettet.", "Vi kan ikke bære to årsværk uden medfinansiering."),
            instrument=("co_funding", "Indsatsen er lille og ny i Aarhus."),
            metrics=[("Borgere uden akutte kontakter i tre måneder", "borgere", "28", "50", "Sundhedsdata", "Sociale Forhold og Beskæftigelse")],
            amount="1.120.000,00",
            years=[("2027", "1.320.000,00", "1.120.000,00", "0,00", "200.000,00")],
            departments=[SOCIAL], effect="Færre akutte besøg af bostøtten.",
            risks=[("Borgere bruger ikke tabletten", "3", "2", "Oplæring hjemme hos borgeren")],
        ),
    ),
]  # fmt: skip
