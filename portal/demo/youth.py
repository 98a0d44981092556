"""Demo proposals about young people."""

from __future__ import annotations

from portal.demo.story import Story, told

MAJA = ("Maja Holm", "ngo@demo.example", "20 30 40 50")
SIGNE = ("Signe Dahl", "provider@demo.example", "21 31 41 51")
SOCIAL = "Sociale Forhold og Beskæftigelse"
CHILDREN = "Børn og Unge"

HOUSE_EXPERIENCE = (
    "Ungdommens Hus har siden 2009 drevet værested, rådgivning og bostøtte for unge i Aarhus. Vi har 14 ansatte og 60 frivillige "
    "og er i kontakt med cirka 450 unge om året. Vi har gennemført fem projekter med ekstern evaluering."
)
SPRINGBOARD_EXPERIENCE = (
    "Springbræt ApS leverer uddannelses- og jobforløb til unge for seks kommuner. Vi har siden 2014 fulgt mere end 900 unge "
    "ind i uddannelse og måler fastholdelse efter 12 måneder i alle forløb."
)

YOUTH = [
    Story(
        organisation="Ungdommens Hus", until="vote", days=47,
        recommendation="Sekretariatet indstiller, at indsatsen sættes i gang. Metoden er veldokumenteret, målgruppen er klart afgrænset, og "
        "afdelingen Sociale Forhold og Beskæftigelse støtter forslaget. Boligerne er den største usikkerhed; den er dækket af aftaler med "
        "to boligforeninger.",
        terms="Betaling for hver ung med egen bolig efter 12 måneder. Højst 36 unge. Kontrol ved en uafhængig evaluator.",
        sections=told(
            title="Housing First for unge hjemløse", contact=MAJA, experience=HOUSE_EXPERIENCE, citizens="36",
            summary="36 unge hjemløse får egen bolig først og intensiv støtte bagefter. Vi betales kun for unge, der stadig bor i boligen "
            "efter 12 måneder.",
            problem="I Aarhus er der registreret 210 hjemløse mellem 18 og 24 år. Mange flytter mellem venners sofaer, herberg og gaden. Hver "
            "måned uden bolig gør det sværere at holde fast i uddannelse, job og behandling. I dag får unge typisk først tilbudt bolig, når "
            "de er 'boligparate', og hver anden falder fra, inden de når dertil.",
            target_group="36 unge mellem 18 og 24 år, som har været hjemløse i mindst tre måneder, og som har psykiske vanskeligheder eller "
            "et misbrug. Sociale Forhold og Beskæftigelse visiterer.",
            intervention="Den unge får en ungdomsbolig med egen lejekontrakt inden for otte uger. En støtteperson med højst otte unge følger "
            "den unge i to år med hjemmebesøg, økonomi, netværk og vej til uddannelse eller job (Critical Time Intervention). Støtten "
            "trappes ned efter en fast plan.",
            evidence=("documented", "Housing First er afprøvet i 14 kommuner. Social- og Boligstyrelsens evaluering fra 2020 viser, at 7 af 10 "
                      "beholder boligen efter et år. Metoden står på styrelsens liste over dokumenterede indsatser."),
            need=("Kommunens bostøtte kan tilbyde to timer om ugen. Indsatsen kræver seks, og udgiften falder før besparelsen på herberg og "
                  "behandling, som ligger i andre budgetter.",
                  "Uden en investor, der forfinansierer, kan hverken vi eller afdelingen bære de to første års udgift. Ingen puljer dækker "
                  "boligstøtte til denne aldersgruppe i 2027."),
            instrument=("social_investment", "Effekten er målbar og kommer inden for to år. Nordlys Kapital vil forfinansiere og bære risikoen."),
            investor="Nordlys Kapital",
            metrics=[("Unge med egen bolig efter 12 måneder", "unge", "4", "24", "Folkeregister og lejekontrakter", "Uafhængig evaluator"),
                     ("Unge i uddannelse eller job efter 24 måneder", "unge", "6", "15", "Registerudtræk fra kommunen", "Uafhængig evaluator")],
            amount="6.400.000,00",
            years=[("2027", "3.400.000,00", "3.000.000,00", "400.000,00", "0,00"), ("2028", "3.600.000,00", "3.400.000,00", "0,00", "200.000,00")],
            departments=[SOCIAL], effect="Færre døgn på herberg (i dag 1.150 kr. i døgnet) og færre akutte indlæggelser. Afdelingen venter en "
            "mindreudgift på 90.000 kr. om året for hver ung, der beholder boligen.",
            risks=[("For få egnede boliger", "3", "4", "Aftale med to boligforeninger om 40 ungdomsboliger"),
                   ("Støttepersoner siger op", "2", "3", "Makkerpar om hver ung, supervision hver måned"),
                   ("Unge møder ikke frem", "3", "2", "Opsøgende arbejde sammen med gadeplansteamet")],
            partners=[("Boligforeningen Ringgaarden", "", "Stiller 24 boliger til rådighed"), ("Kirkens Korshær Aarhus", "", "Henviser unge")],
        ),
    ),
    Story(
        organisation="Springbræt ApS", until="active", days=720, reason="Rådet finder effekten konkret og veldokumenteret.",
        recommendation="Sekretariatet indstiller, at indsatsen sættes i gang som social investering. Prisen pr. resultat ligger under den "
        "kommunale besparelse i SØM-beregningen.",
        terms="Aarhus Kommune betaler 87.500,00 kr. for hver ung, der er i uddannelse efter 12 måneder, dog højst 3.237.500,00 kr.",
        sections=told(
            title="Flere unge i uddannelse", contact=SIGNE, experience=SPRINGBOARD_EXPERIENCE, citizens="80",
            summary="80 unge uden uddannelse får en fast mentor og et skræddersyet forløb. Kommunen betaler, når den unge er i uddannelse efter "
            "12 måneder.",
            problem="Cirka 900 unge under 25 år i Aarhus er hverken i uddannelse eller job. En tredjedel har prøvet mindst to forløb uden held. "
            "De mangler sjældent viljen, men en, der følger dem hele vejen.",
            target_group="80 unge mellem 17 og 24 år uden ungdomsuddannelse, som modtager uddannelseshjælp på andet år.",
            intervention="Hver ung får en mentor i 18 måneder, et forløb i en virksomhed og hjælp til optagelse. Mentoren bliver hos den unge "
            "i de første 12 måneder på uddannelsen.",
            evidence=("documented", "Mentorforløb med fastholdelse har i to danske lodtrækningsforsøg øget andelen i uddannelse med 12-18 "
                      "procentpoint."),
            need=("Jobcentrets mentorramme dækker tre måneder. Fastholdelsen på uddannelsen hører ikke til nogen afdelings budget.",
                  "Gevinsten falder først efter to til tre år; uden fonden kan forløbet ikke begynde."),
            instrument=("social_investment", "Investor lægger ud, kommunen betaler pr. verificeret resultat."), investor="Nordlys Kapital",
            metrics=[("Unge i uddannelse efter 12 måneder", "unge", "8", "37", "Ungedatabasen", "Uafhængig evaluator")],
            amount="3.237.500,00",
            years=[("2025", "1.300.000,00", "1.300.000,00", "0,00", "0,00"), ("2026", "1.300.000,00", "1.300.000,00", "0,00", "0,00"),
                   ("2027", "637.500,00", "637.500,00", "0,00", "0,00")],
            departments=[SOCIAL, CHILDREN], effect="Mindre udgift til uddannelseshjælp fra det øjeblik, den unge får SU.",
            risks=[("De unge falder fra i det første halvår", "3", "3", "Mentor på skolen den første måned"),
                   ("For få pladser i virksomheder", "2", "2", "Aftale med 30 virksomheder i Aarhus Nord")],
        ),
    ),
    Story(
        organisation="Ungdommens Hus", until="signing", days=160, reason="Rådet støtter forslaget og lægger vægt på den faste kontakt.",
        recommendation="Sekretariatet indstiller, at indsatsen sættes i gang med højst 25 unge i første omgang.",
        terms="Betaling i to rater: ved 12 måneder for unge i job eller uddannelse og ved 18 måneder for unge, der stadig er det.",
        sections=told(
            title="Mentorer til unge, der har været anbragt", contact=MAJA, experience=HOUSE_EXPERIENCE, citizens="25",
            summary="25 unge, der forlader en anbringelse, får en frivillig mentor og en fast rådgiver, indtil de fylder 23.",
            problem="Når en anbringelse slutter ved 18 år, slutter støtten ofte samme dag. Hver fjerde tidligere anbragte i Aarhus har ikke "
            "haft job eller uddannelse to år efter.",
            target_group="25 unge mellem 17 og 21 år, som forlader eller netop har forladt en plejefamilie eller en institution.",
            intervention="Den unge vælger selv sin mentor blandt uddannede frivillige. En rådgiver holder kontakten til uddannelse, "
            "arbejdsgiver og kommune og mødes med den unge hver 14. dag.",
            evidence=("promising", "Ordningen bygger på norske erfaringer og på vores eget pilotforløb med 12 unge, hvor ni var i job eller "
                      "uddannelse efter et år."),
            need=("Efterværn dækker praktisk hjælp, men ikke den langvarige kontakt. Der er ikke afsat midler i budget 2026-29.",
                  "Uden fonden kan vi kun tage fem unge ind om året."),
            instrument=("social_investment", "Fælles Afkast vil forfinansiere mod betaling for unge i job eller uddannelse."),
            investor="Fonden Fælles Afkast",
            metrics=[("Unge i job eller uddannelse efter 12 måneder", "unge", "9", "18", "Registerudtræk", "Uafhængig evaluator")],
            amount="1.875.000,00",
            years=[("2026", "900.000,00", "900.000,00", "0,00", "0,00"), ("2027", "1.075.000,00", "975.000,00", "0,00", "100.000,00")],
            departments=[SOCIAL], effect="Færre unge på uddannelseshjælp og færre genanbringelser i efterværn.",
            risks=[("For få frivillige mentorer", "2", "3", "Samarbejde med Aarhus Universitet om rekruttering")],
        ),
    ),
    Story(
        organisation="Ungdommens Hus", until="sent", days=2,
        sections=told(
            title="Natcafé for kvinder i udsatte positioner", contact=MAJA, experience=HOUSE_EXPERIENCE, citizens="70",
            summary="En natcafé med rådgivning tre nætter om ugen for kvinder uden et sikkert sted at sove.",
            problem="Herbergerne i Aarhus bruges næsten kun af mænd. Kvinder fravælger dem af frygt for overgreb og sover hos bekendte, ofte "
            "mod modydelser.",
            target_group="Cirka 70 kvinder om året mellem 18 og 60 år uden bolig eller med en utryg bolig.",
            intervention="Åbent fra kl. 22 til 8 tre nætter om ugen med to ansatte, sygeplejerske og brobygning til bolig og behandling.",
            evidence=("untested", "Lignende caféer i Odense og København har gode erfaringer, men er ikke målt."),
            untested_reason="Tilbuddet er lille og nyt i Aarhus. Vi vil måle, om brobygningen fører til egen bolig.",
            need=("Der er ikke et kønsopdelt nattilbud i kommunens budget, og værestederne lukker kl. 16.",
                  "Uden medfinansiering kan vi ikke lønne nattevagter."),
            instrument=("co_funding", "Indsatsen er lille og nyskabende, og gevinsten er usikker."),
            metrics=[("Kvinder i egen bolig efter 6 måneder", "kvinder", "3", "15", "Egen registrering, kontrolleret ved stikprøve",
                      "Sociale Forhold og Beskæftigelse")],
            amount="940.000,00",
            years=[("2027", "1.140.000,00", "940.000,00", "0,00", "200.000,00")],
            departments=[SOCIAL], effect="Færre akutte henvendelser om natten.",
            risks=[("Naboer klager", "2", "2", "Dialog med grundejerforeningen før åbning")],
        ),
    ),
    Story(
        organisation="Springbræt ApS", until="decide", days=64, reason="Rådet lægger vægt på den tidlige indsats og den klare måling.",
        recommendation="Sekretariatet indstiller, at indsatsen sættes i gang på seks skoler, og at fem andre skoler bruges til sammenligning.",
        terms="Betaling for hver elev, hvis fravær er faldet til under 10 procent i to kvartaler i træk. Højst 120 elever.",
        sections=told(
            title="Tidlig indsats mod skolefravær", contact=SIGNE, experience=SPRINGBOARD_EXPERIENCE, citizens="120",
            summary="Et team på tværs af skole, familie og sundhed rykker ud inden for en uge, når et barn begynder at blive væk.",
            problem="Knap 2.000 elever i Aarhus har mere end 15 procents fravær. Når fraværet har varet et halvt år, kommer under halvdelen "
            "tilbage på fuld tid.",
            target_group="120 elever i 3.-7. klasse med 10-25 procents fravær på seks skoler.",
            intervention="En fraværskoordinator, en psykolog og en familievejleder arbejder efter en fast plan i 12 uger: hjemmebesøg, "
            "tilpasset skema, makkerordning og opfølgning efter tre og seks måneder.",
            evidence=("promising", "Back2School er afprøvet af Aarhus Universitet med lovende resultater for fravær og trivsel."),
            need=("PPR har venteliste på fem måneder og kan ikke rykke ud hurtigt inden for rammen.",
                  "Besparelsen på specialtilbud falder i andre budgetter og flere år senere."),
            instrument=("social_investment", "Fravær måles løbende, og betalingen kan knyttes direkte til det."), investor="Fonden Fælles Afkast",
            metrics=[("Elever med under 10 procents fravær i to kvartaler", "elever", "22", "72", "Skolernes fraværsdata", "Uafhængig evaluator")],
            amount="4.320.000,00",
            years=[("2027", "2.400.000,00", "2.160.000,00", "240.000,00", "0,00"), ("2028", "2.160.000,00", "2.160.000,00", "0,00", "0,00")],
            departments=[CHILDREN, SOCIAL], effect="Færre visiteres til specialtilbud (cirka 300.000 kr. om året pr. elev).",
            risks=[("Skolerne melder for sent", "3", "3", "Automatisk besked ved 8 procents fravær"),
                   ("Sammenligningsskolerne starter egne indsatser", "2", "2", "Registrering af alle indsatser hvert kvartal")],
        ),
    ),
]  # fmt: skip
