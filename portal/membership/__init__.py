"""How does somebody get an account, and whom may they act for? Above notices, because everybody concerned is told."""
