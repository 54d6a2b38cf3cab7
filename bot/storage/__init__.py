"""The relational store, which is the truth: tables, one store per subject, migrations."""
