extension Migration {
  /// What a town needs beside dispatch: the register of subjects, reports of the daemon's own, and the counters they rest on.
  ///
  /// Row 0 of the files stands for the daemon itself: it has no trace, is counted nowhere, and no law asks for it.
  static let fourth = Migration(
    version: 4, name: "subjects, rounds, sheets and signals",
    columns: [Column("item", "sheet", "TEXT", absent: "NULL")],
    tables: [
      Table("rating", "seq, at, subject, risk, since, grid, points, by, note"),
      Table("own", "position, source, name, period, place"),
      Table("definition", "source, name, text, since, done, place, seal"),
      Table("round", "name, period, due, raised, missed, spared, skipped"),
      Table("signal", "name, period, community, grid, post, kind, count, base, items, item"),
      Table("visit", "subject, day, own"),
    ],
    then: """
      INSERT INTO file (row, state, name, inode, modified, born, size, records, refused)
      VALUES (0, 'taken', x'', 0, 0, 0, 0, 0, 0);

      -- A subject as the rating of a record left it; the last one of a subject is what the register has.
      CREATE TABLE rating (
        seq INTEGER PRIMARY KEY REFERENCES record (seq),
        at INTEGER NOT NULL,
        subject TEXT NOT NULL,
        risk TEXT,
        since INTEGER NOT NULL,
        grid TEXT,
        points TEXT,
        by TEXT,
        note TEXT
      ) STRICT;
      CREATE INDEX rating_subject ON rating (subject, seq);

      -- Items that the daemon itself has reported: the round or signal, its period and its place.
      CREATE TABLE own (
        position INTEGER PRIMARY KEY REFERENCES item (position),
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        period TEXT NOT NULL,
        place TEXT NOT NULL
      ) STRICT;
      CREATE INDEX own_place ON own (source, name, place, position);
      CREATE INDEX own_period ON own (source, name, period);

      -- The rounds and signals of the rules in force: since when each is, and up to which moment, and place, a round is raised.
      CREATE TABLE definition (
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        since INTEGER NOT NULL,
        done INTEGER NOT NULL,
        place TEXT,
        seal BLOB NOT NULL CHECK (length(seal) = 32),
        PRIMARY KEY (source, name)
      ) STRICT;

      -- How many reports of a round each period brought, and how many not.
      CREATE TABLE round (
        name TEXT NOT NULL,
        period TEXT NOT NULL,
        due INTEGER NOT NULL,
        raised INTEGER NOT NULL DEFAULT 0 CHECK (raised >= 0),
        missed INTEGER NOT NULL DEFAULT 0 CHECK (missed >= 0),
        spared INTEGER NOT NULL DEFAULT 0 CHECK (spared >= 0),
        skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped >= 0),
        PRIMARY KEY (name, period)
      ) STRICT;

      -- How often what a signal counts has happened at a post in a period, of how many, at which items last, and what it raised.
      CREATE TABLE signal (
        name TEXT NOT NULL,
        period TEXT NOT NULL,
        community TEXT NOT NULL,
        grid TEXT NOT NULL,
        post TEXT NOT NULL,
        kind TEXT NOT NULL,
        count INTEGER NOT NULL CHECK (count >= 0),
        base INTEGER NOT NULL DEFAULT 0 CHECK (base >= 0),
        items TEXT NOT NULL,
        item INTEGER REFERENCES item (position),
        PRIMARY KEY (name, period, grid, post)
      ) STRICT;

      -- The local days on which an inspection of a subject was put right; own: one that a round had asked for.
      CREATE TABLE visit (
        subject TEXT NOT NULL,
        day INTEGER NOT NULL,
        own INTEGER NOT NULL CHECK (own = 0 OR own = 1),
        PRIMARY KEY (subject, day)
      ) STRICT;

      CREATE INDEX item_sheet ON item (subject, sheet) WHERE sheet IS NOT NULL;
      DROP INDEX item_subject;
      CREATE INDEX item_subject ON item (subject, matter, ended_at) WHERE subject IS NOT NULL;
      """)
}
