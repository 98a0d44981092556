"""Making the first accounts."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts.models import Department, Person
from portal.accounts.passwords import hash_password
from portal.accounts.queries import person_by_email
from portal.accounts.rules import SHORTEST_PASSWORD
from portal.kernel.identifiers import is_email
from portal.policy import Role
from portal.storage import db, transactional

user = AppGroup("user", help="People who can sign in.")


@user.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]))
@click.option("--department", default="", help="The department's name, for its contacts.")
@click.password_option()
def create(email: str, name: str, roles: tuple[str, ...], department: str, password: str) -> None:
    """Create a person with staff or council roles."""
    if not is_email(email):
        raise click.ClickException(f"{email} is not an e-mail address.")
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"The password must have at least {SHORTEST_PASSWORD} characters.")
    if person_by_email(email):
        raise click.ClickException(f"{email} is there already.")
    _create(email, name, frozenset(Role(role) for role in roles), department, password)
    click.echo(f"{email} can sign in now.")


@transactional
def _create(email: str, name: str, roles: frozenset[Role], department: str, password: str) -> None:
    now = current_app.extensions["clock"].now()
    found = db.session.query(Department).filter_by(name=department).one_or_none() if department else None
    if department and found is None:
        raise click.ClickException(f"There is no department called {department}.")
    person = Person(
        email=email.lower(),
        name=name,
        roles=roles,
        password_hash=hash_password(password),
        created_at=now,
        email_confirmed_at=now,
    )
    person.department = found
    db.session.add(person)
