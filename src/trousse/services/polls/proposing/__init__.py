"""Which days and hours a poll proposes: rules without database, so that they can be proved."""
