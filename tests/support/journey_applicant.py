"""The applicant's part of the story: from the front page to the receipt, and the answer to the secretariat's question."""

from __future__ import annotations

import hashlib
import re

from playwright.sync_api import expect

from tests.support.accounts import PASSWORD
from tests.support.files import pdf, xlsx
from tests.support.journey import Story, Upload, Visitor

TITLE = "Housing First for unge hjemløse"
NGO = "Foreningen Tag over Hovedet"
CVR = "13748136"
LETTER: Upload = ("Støttebrev fra Boligforeningen.pdf", pdf(pages=2))
BUDGET: Upload = ("Budget 2027-2028.xlsx", xlsx())
BEFORE = "210 unge i Aarhus er uden et hjem."
AFTER = "210 unge i Aarhus er uden et hjem. Halvdelen af dem er under 21 år."


def read_as_citizen(story: Story) -> None:
    """1: what the fund is, what is open, what was agreed; nobody has to sign in."""
    citizen = story.citizen()
    citizen.open("/")
    citizen.stands_on("Vi betaler for resultater, der ændrer liv")
    citizen.sees("Fra forslag til resultat", "Åbne indkaldelser", story.call_title, "Ingen kontrakter endnu")
    citizen.follow("Se åbne indkaldelser")
    citizen.stands_on("Indkaldelser")
    citizen.follow(story.call_title)
    citizen.sees("Hvor mange frivillige deltager?", "Åben", "25 MB")
    citizen.open("/contracts")
    citizen.sees("Ingen kontrakter endnu")
    assert citizen.open("/findes-ikke") == 404
    citizen.stands_on("Vi kan ikke finde siden")


def register(story: Story) -> None:
    """2: an account and an organisation; the mail is real, and its link is followed."""
    worker = story.citizen()
    story.visitors["maja"] = worker
    worker.open("/")
    worker.follow("Log ind")
    worker.follow("Opret en konto til din organisation")
    worker.fill("Dit navn", "Maja Holm")
    worker.fill("E-mail", "maja@aarhus.example")
    worker.fill("Vælg en adgangskode", PASSWORD)
    worker.fill("CVR-nummer", "13748137")
    worker.fill("Organisationens navn", NGO)
    worker.tick("Hvad er I?", "Forening eller NGO", "Serviceleverandør")
    worker.press("Opret konto")
    worker.sees("Der er 1 ting at rette", "Det er ikke et CVR-nummer.")
    worker.fill("CVR-nummer", CVR)
    worker.fill("Vælg en adgangskode", PASSWORD)
    worker.press("Opret konto")
    worker.stands_on("Se i din mail")
    story.post()
    link = next(link for link in story.mailbox.links("maja@aarhus.example") if "/register/confirm/" in link)
    worker.open(link)
    worker.fill("Adgangskode", PASSWORD)
    worker.press("Bekræft og kom i gang")
    worker.sees("Din konto er klar. Velkommen.")
    worker.go_to("Organisation")
    worker.sees(NGO, "CVR 13748136", "Maja Holm")


def begin_proposal(story: Story) -> None:
    """3: a task list, and the first sections."""
    worker = story.sit_down("maja")
    worker.go_to("Indkaldelser")
    worker.follow(story.call_title)
    worker.press("Start et forslag")
    worker.stands_on("Nyt forslag")
    worker.sees("Ikke startet", "Hvad sker der bagefter?")
    worker.follow("Fortsæt: Ansøger og samarbejdspartnere")
    fill_applicant(worker)
    worker.stands_on("Indsatsen")
    fill_initiative(worker)
    worker.stands_on("Hvorfor fonden")


def fill_applicant(worker: Visitor) -> None:
    worker.press("Gem og fortsæt")
    worker.sees("ting at rette", "Skriv et svar.")
    worker.fill("Kontaktperson", "Maja Holm")
    worker.fill("Kontaktpersonens e-mail", "maja@aarhus.example")
    worker.fill("Kontaktpersonens telefon", "87 65 43 21")
    worker.fill("Hvilken erfaring har I med den slags arbejde?", "Ti års arbejde med unge uden bolig.")
    worker.press("Tilføj: Samarbejdspartner")
    partner = worker.part("Samarbejdspartner 1")
    partner.fill("Navn", "Boligforeningen")
    partner.fill("Hvad bidrager samarbejdspartneren med?", "Stiller 12 boliger til rådighed om året")
    worker.press("Gem og fortsæt")


def fill_initiative(worker: Visitor) -> None:
    worker.fill("Titel", TITLE)
    worker.fill("Indsatsen kort fortalt", "Unge får en bolig først og støtte bagefter.")
    worker.fill("Hvilket problem vil I løse?", BEFORE)
    worker.fill("Hvem er målgruppen?", "Unge mellem 18 og 24 år, som sover på gaden, på herberg eller hos bekendte.")
    worker.fill("Hvor mange borgere skal deltage?", "36")
    worker.fill("Hvad vil I gøre?", "Bolig inden for to måneder og et fast støttehold i to år.")
    worker.choose("Hvor godt kender man metoden?", "Dokumenteret")
    worker.fill("Hvad ved I om effekten?", "Afprøvet i 14 kommuner med en sammenligningsgruppe.")
    worker.press("Gem og fortsæt")


def come_back(story: Story) -> None:
    """3: what was written is there, also after a night; with JavaScript it saves itself while one types."""
    worker = story.sit_down("maja")
    if story.has_javascript:
        worker.follow(TITLE)
        worker.follow("Hvorfor fonden", exactly=True)
        worker.fill(
            "Hvorfor kan de almindelige budgetter ikke dække indsatsen?", "Ingen afdeling kan bære udgiften alene."
        )
        worker.sees("Gemt kl.")
    story.pass_time(hours=20)
    worker = story.sit_down("maja")
    worker.sees("Jeres forslag", TITLE)
    worker.follow(TITLE)
    worker.stands_on(TITLE)
    worker.sees("Udfyldt")
    worker.follow("Hvorfor fonden", exactly=True)
    if story.has_javascript:
        field = worker.page.get_by_label("Hvorfor kan de almindelige budgetter ikke dække indsatsen?")
        expect(field).to_have_value("Ingen afdeling kan bære udgiften alene.")


def fill_in_the_rest(story: Story) -> None:
    """3: the other sections, one after the other, as "Gem og fortsæt" leads."""
    worker = story.visitors["maja"]
    worker.fill("Hvorfor kan de almindelige budgetter ikke dække indsatsen?", "Ingen afdeling kan bære udgiften alene.")
    worker.fill("Hvorfor kan den ikke begynde uden fonden?", "Gevinsten kommer først efter tre år.")
    worker.press("Gem og fortsæt")
    worker.stands_on("Samarbejdsform")
    worker.choose("Hvordan skal fonden gå med?", "Social investering")
    worker.fill("Hvorfor passer det?", "Der er en investor, som vil bære risikoen.")
    worker.choose("Har I fundet en investor?", "Ja")
    worker.fill("Hvem er investoren?", "Nordlys Kapital")
    worker.press("Gem og fortsæt")
    worker.stands_on("Effektmål")
    fill_outcomes(worker)
    worker.stands_on("Budget og finansiering")
    fill_budget(worker)
    worker.stands_on("Berørte magistratsafdelinger")
    worker.tick("Hvilke magistratsafdelinger berører indsatsen?", story.department)
    worker.fill("Hvad kommer afdelingerne til at mærke?", "Færre døgn på herberg fra andet år.")
    worker.choose("Har I talt med en magistratsafdeling om det?", "Ja")
    worker.press("Gem og fortsæt")
    worker.stands_on("Risici")
    fill_risks(worker)
    worker.stands_on("Indkaldelsens egne spørgsmål")
    worker.fill("Hvor mange frivillige deltager?", "12")
    worker.upload("Støttebrev", LETTER)
    worker.press("Gem og fortsæt")
    worker.stands_on("Bilag")
    worker.upload("Filer", BUDGET)
    worker.press("Gem og fortsæt")


def fill_outcomes(worker: Visitor) -> None:
    add_row(worker, "Effektmål", 1)
    metric = worker.part("Effektmål 1")
    metric.fill("Hvilken ændring skal måles?", "Unge med stabil bolig efter 12 måneder")
    metric.fill("Enhed", "unge")
    metric.fill("Udgangspunkt i dag", "4")
    metric.fill("Mål", "24")
    metric.fill("Hvor kommer tallet fra?", "Folkeregisteret")
    metric.fill("Hvem kontrollerer resultatet?", "En uafhængig evaluator")
    worker.press("Gem og fortsæt")


def fill_budget(worker: Visitor) -> None:
    """Amounts as Danes type them; a row too many is taken away again."""
    worker.fill("Hvor meget søger I om fra fonden?", "1.250.000,00")
    for number, (year, cost, fund, investor) in enumerate(
        [("2027", "750.000", "700.000", "50.000"), ("2028", "550000", "550.000,00", "")], start=1
    ):
        add_row(worker, "År", number)
        one = worker.part(f"År {number}")
        one.fill("Kalenderår", year)
        one.fill("Udgift i året", cost)
        one.fill("Fra fonden", fund)
        one.fill("Fra en investor", investor)
    add_row(worker, "År", 3)
    worker.press("Fjern: År 3")
    expect(worker.page.get_by_role("group", name="År 3")).to_have_count(0)
    worker.press("Gem og fortsæt")


def fill_risks(worker: Visitor) -> None:
    add_row(worker, "Risiko", 1)
    risk = worker.part("Risiko 1")
    risk.fill("Hvad kan gå galt?", "Der er for få boliger")
    risk.pick("Sandsynlighed", "3")
    risk.pick("Konsekvens", "4")
    risk.fill("Hvad gør I ved det?", "Aftale med to boligforeninger")
    worker.press("Gem og fortsæt")


def add_row(worker: Visitor, name: str, number: int) -> None:
    """Have at least `number` rows in the group."""
    if worker.page.get_by_role("group", name=re.compile(rf"^{name} {number}$")).count() == 0:
        button = worker.page.get_by_role("button", name=re.compile(rf"^Tilføj( en til)?\s*: {name}$"))
        button.click()


def send(story: Story) -> None:
    """3: the answers checked, sent once, and the receipt with its copy and its mail."""
    worker = story.visitors["maja"]
    worker.stands_on("Tjek dine svar")
    worker.sees(BEFORE, "1.250.000,00", story.department, LETTER[0], BUDGET[0])
    worker.follow("Ret: Titel", exactly=True)
    worker.stands_on("Indsatsen")
    worker.press("Gem, og gå til oversigten")
    worker.follow("Tjek dine svar, og send")
    worker.follow("Gå videre og send")
    worker.stands_on(f"Vil du sende “{TITLE}”?")
    worker.press("Send forslaget")
    worker.stands_on("Kvittering")
    worker.sees(
        "Vi har modtaget jeres forslag", "dansk tid", "Hvad sker der nu?", *(sha256(one) for one in (LETTER, BUDGET))
    )
    check_copy(worker)
    number = case_number(worker)
    mail = story.mails("maja@aarhus.example")
    assert f"Sagsnummeret er {number}" in mail
    assert "/receipt" in story.mailbox.links("maja@aarhus.example")[-1]


def check_copy(worker: Visitor) -> None:
    """The copy is a PDF."""
    name, body = worker.download("Hent en kopi som PDF")
    assert name.endswith(".pdf")
    assert body.startswith(b"%PDF-")


def case_number(worker: Visitor) -> str:
    """The number on the receipt."""
    found = re.search(r"\b\d{4}-\d{4}\b|\bSIF-\S+", worker.page.locator("main").inner_text())
    assert found is not None, worker.page.locator("main").inner_text()
    return found[0]


def answer_the_secretariat(story: Story) -> None:
    """5: the applicant is asked for more, changes one answer and sends again."""
    assert "Skriv, hvor gamle de unge er." in story.mails("maja@aarhus.example")
    worker = story.sit_down("maja")
    worker.sees("Svar sekretariatet")
    worker.follow(TITLE)
    worker.sees("Sekretariatet beder om mere. Svar senest 20.12.2026.", "Skriv, hvor gamle de unge er.")
    worker.misses("Lise Mogensen")
    worker.follow("Indsatsen", exactly=True)
    worker.fill("Hvilket problem vil I løse?", AFTER)
    worker.press("Gem, og gå til oversigten")
    worker.follow("Tjek dine svar, og send")
    worker.follow("Gå videre og send")
    worker.press("Send forslaget")
    worker.sees("Vi har modtaget jeres nye svar")
    worker.follow("Til sagen")
    worker.sees("Det ændrede du, da du sendte igen", "Halvdelen af dem er under 21 år.")
    worker.misses("Lise Mogensen")


def sha256(file: Upload) -> str:
    return hashlib.sha256(file[1]).hexdigest()
