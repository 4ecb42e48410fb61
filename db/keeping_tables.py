"""The tables of correcting and forgetting, beside the chain itself (`db.history`)."""

WITHDRAWN = """create table withdrawn_tellings (
  id integer primary key, article integer not null references articles(id) on delete cascade, part integer not null,
  incident integer, unique (article, part)) strict"""
"""Tellings that are withdrawn, with the number of the incident that they told."""

FORGOTTEN = """create table forgotten (
  id integer primary key, article integer, address text not null unique, time text not null) strict"""
"""Articles forgotten for good: the fingerprint of each address, by which it is known again, and the number that it had."""

PUBLISHED = """create table published_facts (
  id integer primary key, incident integer not null, field text not null, value text, unique (incident, field)) strict"""
"""What the last edition said."""

ALL = (WITHDRAWN, FORGOTTEN, PUBLISHED)
