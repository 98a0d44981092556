"""The municipality's part of the story: screening, hearing, recommendation, council and mayor."""

from __future__ import annotations

from portal.screening.rules import CHECKLIST
from portal.web.pages import translate
from tests.support.journey import Story, Visitor
from tests.support.journey_applicant import AFTER, BEFORE, BUDGET, LETTER, NGO, TITLE

HEARING = "Støtter, hvis vi visiterer de unge. Mindreudgiften kan realiseres fra andet år."
CONDITION = "Gevinsten opgøres af en uafhængig evaluator."
REFERRED = "Skriv, hvordan gevinsten opgøres."


def take_the_case(story: Story) -> None:
    """5: the inbox, the case beside its checklist; the officer takes it."""
    assert TITLE in story.mails("officer@aarhus.example")
    officer = story.sit_down("officer")
    officer.sees("Sager, der afventer os", TITLE)
    officer.go_to("Screening")
    officer.row(TITLE).sees(NGO, "Social investering", "1.250.000,00", "Ingen")
    officer.fill("Søg", "hjemløse")
    if not story.has_javascript:
        officer.press("Vis")
    officer.page.wait_for_url("**q=hjeml**")
    officer.follow(TITLE)
    officer.stands_on(TITLE)
    officer.sees(BEFORE, LETTER[0], BUDGET[0], "Tjekliste")
    name, body = officer.download(LETTER[0])
    assert (name, body) == LETTER
    officer.press("Tag sagen selv")
    officer.page.get_by_label("Hvem har sagen?").wait_for()
    officer.sees("Lise Mogensen")
    officer.fill("Notat", "Ringer til Maja Holm om målgruppen.")
    officer.press("Tilføj notatet")
    officer.sees("Ringer til Maja Holm om målgruppen.")


def ask_for_more(story: Story) -> None:
    """5: back to the applicant, with a question and a date."""
    officer = story.sit_down("officer")
    open_case(officer)
    officer.follow("Bed ansøgeren om mere")
    officer.fill("Hvad mangler?", "Skriv, hvor gamle de unge er.")
    officer.fill("Svar senest", "31.02.2027")
    officer.press("Send den til ansøgeren")
    officer.sees("Datoen 31.02.2027 findes ikke.")
    officer.fill("Svar senest", "20.12.2026")
    officer.press("Send den til ansøgeren")
    officer.sees("Ansøgeren er spurgt.")


def read_the_answer(story: Story) -> None:
    """5: what the applicant changed is shown."""
    assert "Ansøgeren har svaret" in story.mails("officer@aarhus.example")
    officer = story.sit_down("officer")
    officer.follow(TITLE)
    officer.sees("Ændret siden sidst", BEFORE, AFTER)


def fill_in_the_checklist(story: Story) -> None:
    """5: one verdict for each requirement; what is missing before the council is counted down."""
    officer = story.visitors["officer"]
    officer.sees("ting mangler, før sagen kan gå til rådet")
    with story.app.test_request_context():
        labels = [translate(item.label) for item in CHECKLIST]
    for label in labels:
        # Folded away is the button that says which requirement it saves.
        box = officer.page.get_by_role("complementary").locator("details").filter(has_text=f": {label}")
        box.locator("summary").click()
        box.get_by_role("radio", name="Opfyldt", exact=True).check()
        box.get_by_role("button").click()
        box.locator("summary").get_by_text("Opfyldt", exact=True).wait_for()


def ask_the_department(story: Story) -> None:
    """5: a department is asked, and its contact answers in the portal."""
    officer = story.visitors["officer"]
    officer.page.get_by_text("Spørg afdelinger", exact=True).click()
    officer.fill("Spørgsmål", "Hvad betyder forslaget for jeres budget?")
    officer.fill("Svar senest", "04.01.2027")
    officer.press("Send spørgsmålet")
    officer.sees("skal svare senest 04.01.2027")
    assert "Jeres afdeling er spurgt om sag" in story.mails("department@aarhus.example")
    contact = story.sit_down("department")
    contact.sees(TITLE, "Senest 04.01.2027")
    contact.follow(TITLE)
    contact.sees("Hvad betyder forslaget for jeres budget?", AFTER)
    contact.misses("Ringer til Maja Holm om målgruppen.")
    contact.press("Send svaret")
    contact.sees("Vælg, hvad afdelingen siger.", "Skriv afdelingens svar.")
    contact.choose("Hvad siger afdelingen?", "Støtter på betingelser")
    contact.fill("Svar", HEARING)
    contact.press("Send svaret")
    contact.sees("Jeres svar er sendt til sekretariatet.")


def assess_and_forward(story: Story) -> None:
    """5: risk, business case, recommendation; then the case goes to the council as it is now."""
    assert "En afdeling har svaret" in story.mails("officer@aarhus.example")
    officer = story.sit_down("officer")
    open_case(officer)
    officer.sees(HEARING)
    officer.choose("Risikoen samlet set", "Middel")
    officer.fill("Risikovurdering", "De to største risici er dækket af aftaler.")
    officer.fill("Fonden på lang sigt", "Fonden kan bære den største betaling.")
    officer.fill("Businesscase", "Beregningen er efterregnet. Gevinsten er positiv fra år 3.")
    officer.choose("Følger beregningen SØM?", "Ja")
    officer.press("Gem vurderingen")
    officer.sees("Gemt 03.12.2026")
    officer.choose("Hvad indstiller vi?", "Sekretariatet indstiller, at indsatsen sættes i gang")
    officer.fill("Indstilling", "Metoden er veldokumenteret, og boligerne er på plads.")
    officer.fill("Vilkår", "Der betales 52.083,33 kr. for hver ung med stabil bolig efter 12 måneder.")
    officer.fill("Det højeste beløb, fonden betaler", "1.250.000,00")
    officer.press("Gem indstillingen")
    officer.sees("Alt er på plads til rådet.")
    officer.follow("Send til rådet")
    officer.sees("Hvad der fastfryses", "På plads")
    officer.press("Send til rådet")
    officer.sees("Sagen er sendt videre til rådet.")
    assert "Dit forslag er sendt videre til rådet" in story.mails("maja@aarhus.example")


def step_out(story: Story) -> None:
    """6: for a member with a conflict of interest the case is gone."""
    assert "En sag afventer rådet" in story.mails("member1@aarhus.example")
    member = story.sit_down("member1")
    member.follow(TITLE)
    address = member.page.url
    member.sees("fondens største betaling", HEARING, AFTER)
    member.misses("Ringer til Maja Holm om målgruppen.")
    member.follow("Jeg er inhabil", exactly=True)
    member.fill("Hvorfor er du inhabil?", "Min søster sidder i foreningens bestyrelse.")
    member.press("Jeg er inhabil: Tag mig ud af sagen")
    member.sees("Du er ude af sagen.")
    assert member.open(address) == 404
    member.open("/council")
    member.misses(TITLE)
    member.open("/overview")
    member.misses(TITLE)
    assert "Aisha Rahimi er inhabil" in story.mails("lead@aarhus.example")


def vote(story: Story) -> None:
    """6: the others vote, each with a comment, and do not see each other's vote before their own."""
    member = story.sit_down("member2")
    member.go_to("Rådets kø")
    member.row(TITLE).sees("Afventer din stemme")
    member.follow("Begynd med den ældste")
    member.press("Gem og næste")
    member.sees("Vælg, hvad du stemmer.")
    member.choose("Hvad stemmer du?", "Sæt indsatsen i gang")
    member.fill("Kommentar", "Aftalen om boliger er det afgørende.")
    member.press("Gem og næste")
    member.sees("er gemt")
    chair = story.sit_down("chair")
    chair.sees("Læs og stem")
    chair.go_to("Rådets kø")
    chair.follow(TITLE)
    chair.misses("Aftalen om boliger er det afgørende.")
    chair.choose("Hvad stemmer du?", "Sæt indsatsen i gang")
    chair.press("Gem og bliv på sagen")
    chair.sees("2 af 2 har stemt.", "Aftalen om boliger er det afgørende.", "Aisha Rahimi er inhabil og deltager ikke.")


def decide(story: Story, condition: str = CONDITION) -> None:
    """6: the chair records the decision, with reasons."""
    chair = story.sit_down("chair")
    chair.go_to("Rådets kø")
    chair.follow(TITLE)
    chair.follow("Registrér beslutning: sættes i gang")
    chair.press("Registrér rådets afgørelse")
    chair.sees("Skriv rådets begrundelse.")
    chair.fill("Begrundelse", "Indsatsen er veldokumenteret og kan ikke begynde uden fonden.")
    chair.fill("Betingelser", condition)
    chair.press("Registrér rådets afgørelse")
    chair.sees("Rådets afgørelse er registreret.")
    assert "afventer din godkendelse" in story.mails("mayor@aarhus.example")


def refer_back(story: Story) -> None:
    """7: the mayor wants more, with a reason; the council sees it."""
    mayor = story.sit_down("mayor")
    mayor.follow(TITLE)
    mayor.follow("Send tilbage til rådet")
    mayor.fill("Begrundelse", REFERRED)
    mayor.press("Send tilbage")
    mayor.sees("er tilbage hos rådet.")
    chair = story.sit_down("chair")
    chair.follow(TITLE)
    chair.sees("Borgmesteren har sendt afgørelsen tilbage.", REFERRED)


def approve(story: Story) -> None:
    """7: the mayor approves what the council decided."""
    mayor = story.sit_down("mayor")
    mayor.go_to("Borgmestergodkendelse")
    mayor.row(TITLE).sees("1.250.000,00")
    mayor.follow(TITLE)
    mayor.sees("2 for, 0 imod, 0 undlod at stemme.", CONDITION, AFTER)
    mayor.follow("Godkend", exactly=True)
    mayor.stands_on("Vil du godkende rådets afgørelse?")
    mayor.press("Godkend")
    mayor.sees("er godkendt, og der er åbnet et udkast til kontrakt.")
    assert "er godkendt" in story.mails("maja@aarhus.example")


def open_case(officer: Visitor) -> None:
    """From the menu, through the inbox, whoever's turn it is."""
    officer.go_to("Screening")
    officer.follow("Alle", exactly=False)
    officer.follow(TITLE)
    officer.stands_on(TITLE)
