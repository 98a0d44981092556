"""Who has to be told, and did it reach them? Mail through an outbox, and notices in the portal."""
