-- The store of report-extract run: SQLite, version 2. An article is there with all its rows or not at all; facts have ids
-- that are hashes of what they quote, so loading an article twice changes nothing. Numbers are decimal strings, dates ISO
-- or EDTF. Rows of one article lie together, under its key: writing them touches one place of each table.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY, begun TEXT NOT NULL, ended TEXT, arguments TEXT NOT NULL, rules TEXT NOT NULL,
  outcome TEXT, inputs INTEGER, report TEXT
);

-- The files of words that a user gave to runs under these rules, with the SHA-256 of their content.
CREATE TABLE words (
  rules TEXT NOT NULL, role TEXT NOT NULL, place INTEGER NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (rules, role, place)
) WITHOUT ROWID;

-- One row an input, always: ok, partial, duplicate (of an article read before), or quarantined with its reason.
CREATE TABLE inputs (
  position INTEGER NOT NULL, source TEXT NOT NULL, sha256 TEXT, article TEXT, status TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '', rules TEXT NOT NULL, seconds REAL NOT NULL,
  run INTEGER NOT NULL, PRIMARY KEY (position, source)
);
CREATE INDEX inputs_article ON inputs (article);

-- One row a distinct text; `record` is the JSON line of the contract, `digest` its SHA-256, `text` zlib of UTF-8.
CREATE TABLE articles (
  row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, sha256 TEXT NOT NULL, source TEXT,
  position INTEGER NOT NULL, status TEXT NOT NULL, headline TEXT, published TEXT, encoding TEXT NOT NULL,
  characters INTEGER NOT NULL, numerals INTEGER NOT NULL, numerals_in_facts INTEGER NOT NULL,
  numerals_named INTEGER NOT NULL, rules TEXT NOT NULL, engines TEXT NOT NULL, digest TEXT NOT NULL,
  record BLOB NOT NULL, text BLOB NOT NULL
);
CREATE INDEX articles_position ON articles (position);

CREATE TABLE entities (
  uid TEXT NOT NULL, article TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
  name TEXT NOT NULL, qualified_name TEXT NOT NULL, parent TEXT, aliases TEXT NOT NULL,
  PRIMARY KEY (article, uid)
) WITHOUT ROWID;
CREATE TABLE mentions (
  uid TEXT NOT NULL, article TEXT NOT NULL, entity TEXT NOT NULL, text TEXT NOT NULL, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, rule TEXT NOT NULL, nested INTEGER NOT NULL,
  PRIMARY KEY (article, uid)
) WITHOUT ROWID;
CREATE TABLE times (
  uid TEXT NOT NULL, article TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, kind TEXT NOT NULL, printed TEXT, value TEXT, "start" TEXT, "end" TEXT,
  relation TEXT NOT NULL, comparator TEXT NOT NULL, year_basis TEXT NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY (article, uid)
) WITHOUT ROWID;
CREATE TABLE figures (
  uid TEXT NOT NULL, article TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, value TEXT, low TEXT, high TEXT, comparator TEXT NOT NULL, unit TEXT NOT NULL,
  symbol TEXT NOT NULL, dimension TEXT NOT NULL, counted TEXT, role TEXT NOT NULL, per TEXT, subset_of TEXT,
  restates TEXT, modality TEXT NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY (article, uid)
) WITHOUT ROWID;
CREATE TABLE statements (
  uid TEXT NOT NULL, article TEXT NOT NULL, id TEXT NOT NULL, rule TEXT NOT NULL, actor TEXT, time TEXT,
  actor_basis TEXT, time_basis TEXT, measure TEXT, figures TEXT NOT NULL, places TEXT NOT NULL,
  recipients TEXT NOT NULL, persons TEXT NOT NULL, modality TEXT NOT NULL, confidence TEXT NOT NULL,
  PRIMARY KEY (article, uid)
) WITHOUT ROWID;
CREATE TABLE findings (
  uid TEXT NOT NULL, article TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL,
  verdict TEXT NOT NULL, message TEXT NOT NULL, computation TEXT,
  PRIMARY KEY (article, uid)
) WITHOUT ROWID;

-- MinHash signatures by `articles.row`: 128 numbers of four bytes, in bands of eight.
CREATE TABLE signatures (row INTEGER PRIMARY KEY, minhash BLOB NOT NULL);

-- Texts that are nearly the same, the earlier one first; both are kept.
CREATE TABLE near_duplicates (
  article TEXT NOT NULL, other TEXT NOT NULL, similarity TEXT NOT NULL, PRIMARY KEY (article, other)
) WITHOUT ROWID;

-- Full text by pairs of characters; the default tokenizer does not find words within Chinese text. Segments are joined
-- rarely: a run writes far more often than anybody searches.
CREATE VIRTUAL TABLE search USING fts5 (bigrams, content='', tokenize='ascii');
INSERT INTO search (search, rank) VALUES ('automerge', 16), ('crisismerge', 32);
