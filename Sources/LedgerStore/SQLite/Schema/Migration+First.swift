extension Migration {
  /// The tables of the first release.
  ///
  /// Times are seconds since 1970, keys the ten bytes of an event's key in order, states the words of the contract.
  ///
  /// Words are compared one by one: for a list of three and more SQLite makes a table, and anew for every row that is put in.
  static let first = Migration(
    version: 1, name: "the first release",
    sql: tables { column, words in words.map { "\(column) = \($0)" }.joined(separator: " OR ") })

  /// The same tables in the words of ledgers that were made before that was known.
  static let firstInLists = Migration(
    version: 1, name: "the first release, in lists",
    sql: tables { column, words in "\(column) IN (\(words.joined(separator: ", ")))" })

  private static let tally = """
    files taken quarantined replayed accepted rejected duplicate held open suspended resolved closed void on_site triage owed
    delivered escalations rules incidents
    """

  private static func tables(_ anyOf: (_ column: String, _ words: [String]) -> String) -> String {
    func oneOf(_ column: String, _ words: String) -> String {
      anyOf(column, words.split(separator: " ").map { "'\($0)'" })
    }
    return """
      CREATE TABLE rules (
        row INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        text BLOB,
        loaded_at INTEGER,
        duties INTEGER NOT NULL DEFAULT 0,
        matters INTEGER NOT NULL DEFAULT 0,
        communities INTEGER NOT NULL DEFAULT 0,
        grids INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      -- One row: who writes, how far the ledger is, and the heads of its chains.
      CREATE TABLE meta (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        ledger TEXT NOT NULL,
        epoch INTEGER NOT NULL CHECK (epoch >= 0),
        revision INTEGER NOT NULL CHECK (revision >= 0),
        rules INTEGER REFERENCES rules (row),
        records INTEGER NOT NULL CHECK (records >= 0),
        record_chain BLOB NOT NULL CHECK (length(record_chain) = 32),
        entries INTEGER NOT NULL CHECK (entries >= 0),
        entry_chain BLOB NOT NULL CHECK (length(entry_chain) = 32),
        -- The digest of all else in this row and in the tally.
        seal BLOB NOT NULL CHECK (length(seal) = 32)
      ) STRICT;

      -- One row: what would have to be counted otherwise; kept in the transaction that changes it.
      CREATE TABLE tally (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        \(tally.split(whereSeparator: \.isWhitespace).map { "\($0) INTEGER NOT NULL DEFAULT 0 CHECK (\($0) >= 0)" }
          .joined(separator: ",\n      "))
      ) STRICT;

      -- What a file is, from producer to digest, never changes, and its records' chain covers it; what became of it is in the
      -- entries, unless it was simply taken at once.
      CREATE TABLE file (
        row INTEGER PRIMARY KEY,
        state TEXT NOT NULL CHECK (\(oneOf("state", "reading taken quarantined"))),
        read_to INTEGER CHECK ((read_to IS NOT NULL) = (state = 'reading')),
        code TEXT CHECK ((code IS NOT NULL) = (state = 'quarantined')),
        quarantine TEXT CHECK ((quarantine IS NOT NULL) = (state = 'quarantined')),
        producer BLOB,
        name BLOB NOT NULL,
        inode INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        born INTEGER NOT NULL,
        size INTEGER NOT NULL,
        sha256 BLOB CHECK (length(sha256) = 32),
        -- How many of its records were received, and how many of them refused at once.
        records INTEGER NOT NULL,
        refused INTEGER NOT NULL
      ) STRICT;
      -- By time first: files come in its order, so that the index grows at its end.
      CREATE INDEX file_trace ON file (modified, inode);
      CREATE INDEX file_quarantined ON file (state) WHERE state = 'quarantined';

      CREATE TABLE record (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        file INTEGER NOT NULL REFERENCES file (row),
        line INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (\(oneOf("state", "accepted rejected duplicate held"))),
        -- 2: its item owns the identity, 1: the record itself does (a step), 0: neither.
        owns INTEGER NOT NULL CHECK (\(anyOf("owns", ["0", "1", "2"]))),
        -- The position of the item it made or concerns.
        item INTEGER,
        -- The id of the item it was held for; stays when it is released.
        waits TEXT,
        code TEXT,
        text TEXT,
        key BLOB CHECK (length(key) = 10),
        source TEXT,
        id TEXT,
        type TEXT,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        content BLOB CHECK (length(content) = 32),
        rules INTEGER NOT NULL REFERENCES rules (row),
        received_at INTEGER NOT NULL,
        chain BLOB NOT NULL CHECK (length(chain) = 32),
        CHECK ((item IS NOT NULL) = (state = 'accepted')),
        CHECK ((code IS NOT NULL) = (state = 'rejected')),
        CHECK (state <> 'held' OR waits IS NOT NULL),
        CHECK ((owns > 0) = (state IN ('accepted', 'held'))),
        CHECK (owns = 0 OR (key IS NOT NULL AND source IS NOT NULL AND id IS NOT NULL AND content IS NOT NULL)),
        CHECK ((owns = 2) = (item IS NOT NULL AND item = seq))
      ) STRICT;
      CREATE UNIQUE INDEX record_owner ON record (key) WHERE owns = 1;
      CREATE INDEX record_refused ON record (key) WHERE state = 'rejected';
      CREATE INDEX record_waiting ON record (waits) WHERE state = 'held';
      CREATE INDEX record_held ON record (received_at) WHERE state = 'held';

      -- Apart from the records, so that walking those does not read through the bodies.
      CREATE TABLE raw (
        seq INTEGER PRIMARY KEY REFERENCES record (seq),
        bytes BLOB NOT NULL
      ) STRICT;

      CREATE TABLE item (
        -- The number of the report's record.
        position INTEGER PRIMARY KEY REFERENCES record (seq),
        key BLOB NOT NULL UNIQUE CHECK (length(key) = 10),
        state TEXT NOT NULL CHECK (\(oneOf("state", "open suspended resolved closed void"))),
        on_site INTEGER NOT NULL CHECK (on_site IN (0, 1)),
        risk TEXT,
        matter TEXT,
        duty TEXT,
        community TEXT,
        grid TEXT,
        post TEXT,
        grp TEXT,
        time_limit TEXT,
        holder TEXT NOT NULL,
        rung INTEGER NOT NULL CHECK (rung >= 0),
        received_at INTEGER NOT NULL,
        deadline INTEGER,
        provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
        next_due INTEGER,
        rules INTEGER NOT NULL REFERENCES rules (row),
        rules_line INTEGER,
        why TEXT NOT NULL,
        why_subject TEXT NOT NULL,
        notices INTEGER NOT NULL CHECK (notices >= 0),
        revision INTEGER NOT NULL CHECK (revision > 0),
        CHECK (on_site = 0 OR state = 'closed')
      ) STRICT;
      CREATE INDEX item_due ON item (next_due) WHERE state = 'open' AND next_due IS NOT NULL;
      CREATE INDEX item_deadline ON item (deadline) WHERE state = 'open' AND deadline IS NOT NULL;

      -- History, and what the chain must cover beside it: changes without a line of history, what became of held records, of
      -- files and of notices, which rules were put in force, and incidents.
      CREATE TABLE entry (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        kind TEXT NOT NULL CHECK (\(oneOf("kind", "history silent release file delivery rules incident"))),
        item INTEGER REFERENCES item (position),
        -- The item's after the change.
        revision INTEGER,
        at INTEGER NOT NULL,
        what TEXT NOT NULL,
        by TEXT,
        note TEXT,
        rung INTEGER NOT NULL,
        holder TEXT,
        rules INTEGER REFERENCES rules (row),
        cause INTEGER REFERENCES record (seq),
        file INTEGER REFERENCES file (row),
        -- On the last entry of a change: the digest of the item afterwards; on a file's: that of what the file is.
        seal BLOB CHECK (length(seal) = 32),
        chain BLOB NOT NULL CHECK (length(chain) = 32),
        CHECK ((item IS NULL) = (revision IS NULL)),
        CHECK ((item IS NOT NULL) = (kind IN ('history', 'silent'))),
        CHECK (kind <> 'release' OR cause IS NOT NULL),
        CHECK ((file IS NOT NULL) = (kind = 'file')),
        CHECK (rules IS NOT NULL OR kind IN ('delivery', 'incident'))
      ) STRICT;
      CREATE INDEX entry_item ON entry (item, seq) WHERE item IS NOT NULL;
      CREATE UNIQUE INDEX entry_release ON entry (cause) WHERE kind = 'release';
      CREATE INDEX entry_file ON entry (file, seq) WHERE file IS NOT NULL;
      CREATE INDEX entry_incident ON entry (seq) WHERE kind = 'incident';

      CREATE TABLE notice (
        row INTEGER PRIMARY KEY CHECK (row > 0),
        item INTEGER NOT NULL REFERENCES item (position),
        ordinal INTEGER NOT NULL CHECK (ordinal > 0),
        rung INTEGER NOT NULL CHECK (rung >= 0),
        addressee TEXT NOT NULL,
        -- The moment of the next rung as it stood then.
        deadline INTEGER,
        provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
        -- The entry whose change raised it.
        entry INTEGER NOT NULL REFERENCES entry (seq),
        raised_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (\(oneOf("state", "owed publishing delivered"))),
        delivered_at INTEGER CHECK ((delivered_at IS NOT NULL) = (state = 'delivered')),
        UNIQUE (item, ordinal)
      ) STRICT;
      CREATE INDEX notice_owed ON notice (state) WHERE state = 'owed';
      CREATE INDEX notice_publishing ON notice (state) WHERE state = 'publishing';
      """
  }
}
