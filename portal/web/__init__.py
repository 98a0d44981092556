"""How does a request come in and a page go out? Doors, pages and fragments, errors, formats and languages."""
