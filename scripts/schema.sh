#!/usr/bin/env bash
# Before the first release only: write migrations/versions/0001.py anew from the models. Afterwards each change is a migration of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
exec 9>/tmp/portal-schema.lock; flock 9
empty=$(mktemp -d)
rm -f migrations/versions/0001.py
mkdir "$empty/versions"
mv migrations/versions/*.py "$empty/versions/" 2>/dev/null || true
PORTAL_DEMO=1 PORTAL_VAR="$empty" .venv/bin/flask --app wsgi db revision --autogenerate --rev-id 0001 -m "The first schema" || { mv "$empty"/versions/*.py migrations/versions/; exit 1; }
mv "$empty"/versions/*.py migrations/versions/ 2>/dev/null || true
.venv/bin/ruff format -q --line-length 120 migrations || true
rm -rf "$empty"
