"""The contract's part of the story: completed, signed by three, its first results reported, returned, verified and seen."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.support.accounts import PASSWORD
from tests.support.files import pdf
from tests.support.journey import INVESTOR, Story, Upload, Visitor
from tests.support.journey_applicant import NGO, TITLE
from tests.support.journey_city import CONDITION

EVIDENCE: Upload = ("Opgørelse juni 2028.pdf", pdf())
RETURNED = "Opgørelsen slutter i april. Send også maj."
MET = "Alle 11 er fundet i Folkeregisteret."
AFTER_FIRST = datetime(2028, 6, 3, 9, 0, tzinfo=UTC)


def complete_the_draft(story: Story) -> None:
    """8: terms, parties, outcomes, milestones; the approved terms and conditions are there already."""
    assert "er klar til at blive gjort færdig" in story.mails("officer@aarhus.example")
    officer = story.sit_down("officer")
    officer.sees("Kontrakter, der skal gøres færdige", TITLE)
    officer.follow(TITLE)
    officer.sees("Dette er et udkast.", CONDITION, f"{NGO} leverer.")
    officer.follow("Gør udkastet færdigt")
    officer.fill("Starter", "01.02.2027")
    officer.fill("Slutter", "31.01.2029")
    officer.press("Gem og fortsæt")
    officer.sees("Vilkårene er gemt.")
    name_parties(officer)
    write_outcomes(officer)
    write_milestones(officer)


def name_parties(officer: Visitor) -> None:
    officer.choose("Deltager som", "Investor")
    officer.fill("CVR-nummer eller navn", INVESTOR)
    officer.press("Tilføj")
    officer.sees(f"{INVESTOR} er tilføjet.")
    officer.tick("Verifikatorer", "Ellen Juhl")
    officer.press("Gem og fortsæt")
    officer.sees("Parterne er gemt.")


def write_outcomes(officer: Visitor) -> None:
    """The applicant's outcome stands there; it gets its verifier."""
    officer.fill("Mål, række 1", "24")
    officer.pick("Verifikator, række 1", "Ellen Juhl")
    officer.press("Gem og fortsæt")
    officer.sees("Effekterne er gemt.")


def write_milestones(officer: Visitor) -> None:
    """Two milestones; the payments must be the contract's value to the øre."""
    rows = [("Efter 12 måneder", "01.06.2028", "11", "600.000"), ("Efter 24 måneder", "31.01.2029", "13", "640.000")]
    for number, (title, day, target, payment) in enumerate(rows, start=1):
        if officer.page.get_by_label(f"Milepæl, række {number}").count() == 0:
            officer.press("Tilføj en milepæl")
        officer.fill(f"Milepæl, række {number}", title)
        officer.fill(f"Dato, række {number}", day)
        officer.fill(f"Mål, række {number}", target)
        officer.fill(f"Betaling, når målet er nået (kr.), række {number}", payment)
    officer.press("Læg betalingerne sammen")
    officer.sees("1.240.000,00", "mangler 10.000,00")
    officer.fill("Betaling, når målet er nået (kr.), række 2", "650.000")
    officer.press("Gem milepælene")
    officer.sees("Milepælene er gemt.")


def offer(story: Story) -> None:
    """8: the lead freezes the text and asks the parties to sign."""
    lead = story.sit_down("lead")
    lead.go_to("Kontrakter")
    lead.follow(TITLE)
    lead.follow("Send til underskrift")
    lead.sees("Betalingerne svarer til kontraktens værdi", "Skal underskrive: ")
    lead.press("Send til underskrift")
    lead.sees("Kontrakten er sendt til underskrift.")


def sign_by_all(story: Story) -> None:
    """8: each party signs once, with the password asked again; the last one makes the contract active."""
    for who in ("maja", "investor"):
        assert "er klar til din underskrift" in story.mails(f"{who}@aarhus.example")
        sign(story, who)
        story.visitors[who].sees("Du har underskrevet kontrakten.", "Mangler underskrift fra")
    citizen = story.citizen()
    citizen.open("/contracts")
    citizen.misses(TITLE)
    sign(story, "mayor")
    story.visitors["mayor"].sees("Kontrakten er trådt i kraft")
    assert "Alle parter har underskrevet kontrakt" in story.mails("investor@aarhus.example")


def sign(story: Story, who: str) -> None:
    """Whoever signed in a while ago gives the password once more."""
    party = story.sit_down(who)
    story.pass_time(minutes=30)
    party.open("/overview")
    party.sees("Læs og underskriv")
    party.follow(TITLE)
    party.follow("Underskriv", exactly=True)
    party.sees(CONDITION, "Efter 12 måneder", "600.000,00", "Tekstens SHA-256")
    party.follow("Bekræft din adgangskode")
    party.fill("Adgangskode", "ikke den rigtige")
    party.press("Gå videre")
    party.sees("Adgangskoden er forkert.")
    party.fill("Adgangskode", PASSWORD)
    party.press("Gå videre")
    party.press("Underskriv")
    party.sees("Sæt kryds for at underskrive.")
    party.page.get_by_label("Jeg har læst kontrakten og underskriver den").check()
    party.press("Underskriv")


def report(story: Story) -> None:
    """9: the first milestone's date has come: the provider reports, with evidence."""
    story.clock.at = AFTER_FIRST
    provider = story.sit_down("maja")
    provider.sees("Resultater, der skal indberettes", "Efter 12 måneder")
    provider.follow("Efter 12 måneder")
    provider.follow("Indberet resultatet")
    provider.press("Send til verifikatoren")
    provider.sees("Skriv, hvor meget der er opnået.")
    send_report(provider, "Opgjort til og med april.")
    assert "Et resultat venter på din verifikation" in story.mails("verifier@aarhus.example")


def send_report(provider: Visitor, text: str) -> None:
    provider.fill("Opnået", "11")
    provider.fill("Sådan gik det", text)
    provider.upload("Dokumentation", EVIDENCE)
    provider.press("Send til verifikatoren")
    provider.sees("Resultatet er indberettet.")


def give_back(story: Story) -> None:
    """9: the verifier cannot confirm it yet, and says why."""
    verifier = story.sit_down("verifier")
    verifier.sees("Resultater, der skal verificeres", "Efter 12 måneder")
    verifier.follow("Efter 12 måneder")
    verifier.follow("Verificér resultatet")
    verifier.follow("Send tilbage til leverandøren")
    verifier.fill("Begrundelse", RETURNED)
    verifier.press("Send tilbage til leverandøren")
    verifier.sees("Indberetningen er sendt tilbage.")


def report_again(story: Story) -> None:
    """9: the provider reads the reason and reports anew."""
    assert "Indberetningen er sendt tilbage til leverandøren" in story.mails("maja@aarhus.example")
    provider = story.sit_down("maja")
    provider.follow("Efter 12 måneder")
    provider.sees(RETURNED)
    provider.follow("Indberet resultatet")
    send_report(provider, "Opgjort til og med maj.")


def verify(story: Story) -> None:
    """9: met."""
    verifier = story.sit_down("verifier")
    verifier.follow("Efter 12 måneder")
    verifier.follow("Verificér resultatet")
    name, body = verifier.download(EVIDENCE[0])
    assert (name, body) == EVIDENCE
    verifier.press("Verificér resultatet")
    verifier.sees("Vælg din vurdering.", "Skriv, hvor meget du kan bekræfte.")
    verifier.choose("Vurdering", "Nået")
    verifier.fill("Verificeret", "11")
    verifier.fill("Kommentar", MET)
    verifier.press("Verificér resultatet")
    verifier.sees("Resultatet er verificeret.")


def look_as_partner(story: Story) -> None:
    """9: chart, table, what is due when, history; and the notice that leads there."""
    assert "Verificeret som nået" in story.mails("investor@aarhus.example")
    partner = story.sit_down("investor")
    partner.follow("ulæste")
    partner.sees("Verificeret som nået: Efter 12 måneder", "Indberetningen", "er klar til din underskrift")
    partner.press("Markér alle som læst")
    partner.sees("Alle beskeder er markeret som læst.")
    partner.misses("ulæste")
    partner.go_to("Kontrakter")
    partner.sees("1 af 2")
    partner.follow(TITLE)
    partner.sees("Hvad skal ske hvornår", "Hvad der er sket", "11 af 24")
    look_at_results(partner)
    partner.follow("Efter 12 måneder")
    partner.sees(RETURNED, MET)


def look_as_citizen(story: Story) -> None:
    """9: the public sees purpose, parties, targets and results, and nothing that is confidential."""
    citizen = story.citizen()
    citizen.open("/")
    citizen.sees(TITLE)
    citizen.go_to("Kontrakter")
    citizen.follow(TITLE)
    citizen.sees(NGO, INVESTOR, "11 af 24")
    look_at_results(citizen)
    citizen.misses(RETURNED, MET, CONDITION, "Ellen Juhl")


def look_at_results(visitor: Visitor) -> None:
    """The chart has words for those who cannot see it, and the table has the same figures."""
    visitor.page.get_by_role("img", name="mål og verificeret").wait_for()
    visitor.row("Efter 12 måneder").sees("01.06.2028", "11", "Nået", "600.000,00")
    visitor.row("Efter 24 måneder").sees("31.01.2029", "13", "Planlagt")
