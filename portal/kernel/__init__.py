"""What every room stands on: money, time, identifiers, workflow and errors, from the standard library alone."""
