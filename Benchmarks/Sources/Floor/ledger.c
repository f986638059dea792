#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "floor.h"

static sqlite3 *ledger;
static sqlite3_stmt *insert, *mark;
static int64_t row, first_unmarked = 1;

static void run(const char *sql) {
  if (sqlite3_exec(ledger, sql, 0, 0, 0)) die(sqlite3_errmsg(ledger));
}

static void step(sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) die(sqlite3_errmsg(ledger));
  sqlite3_reset(statement);
}

static sqlite3_stmt *prepared(const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(ledger, sql, -1, &statement, 0)) die(sqlite3_errmsg(ledger));
  return statement;
}

void ledger_open(const char *folder) {
  char path[4096];
  snprintf(path, sizeof path, "%s/ledger.db", folder);
  if (sqlite3_open(path, &ledger)) die(path);
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-65536");
  run(
    "CREATE TABLE event(row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, matter INT, grid INT, post INT, reported INT,"
    " deadline INT, state INT, body BLOB);"
    "CREATE INDEX due ON event(deadline) WHERE state < 2");
  insert = prepared("INSERT OR IGNORE INTO event VALUES (?,?,?,?,?,?,?,0,?)");
  mark = prepared("UPDATE event SET state = 1 WHERE row BETWEEN ? AND ?");
}

void ledger_begin(void) { run("BEGIN IMMEDIATE"); }

void ledger_commit(void) { run("COMMIT"); }

void ledger_insert(const struct record *record) {
  sqlite3_bind_int64(insert, 1, ++row);
  sqlite3_bind_text(insert, 2, record->fields.id, record->fields.id_length, SQLITE_STATIC);
  sqlite3_bind_int(insert, 3, record->matter);
  sqlite3_bind_int(insert, 4, record->grid);
  sqlite3_bind_int(insert, 5, record->post);
  sqlite3_bind_int64(insert, 6, record->reported);
  sqlite3_bind_int64(insert, 7, record->deadline);
  sqlite3_bind_blob(insert, 8, record->bytes, record->length, SQLITE_STATIC);
  step(insert);
}

void ledger_mark(void) {
  if (row < first_unmarked) return;
  sqlite3_bind_int64(mark, 1, first_unmarked);
  sqlite3_bind_int64(mark, 2, row);
  step(mark);
  first_unmarked = row + 1;
}

/// Fills the ledger, then presses the tenth whose deadlines come first, a batch a commit.
uint64_t press_items(uint64_t count) {
  struct record record;
  for (uint64_t at = 0; at < count;) {
    ledger_begin();
    for (int i = 0; i < 8 * BATCH && at < count; i++, at++) {
      record.length = event_write(record.bytes, &town, &series, at);
      route(&record);
      ledger_insert(&record);
    }
    ledger_commit();
  }
  run("PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite3_stmt *due = prepared("SELECT row FROM event WHERE state < 2 ORDER BY deadline LIMIT ?");
  sqlite3_stmt *press = prepared("UPDATE event SET state = 2 WHERE row = ?");
  int64_t rows[BATCH];
  uint64_t pressed = 0;
  start_clock();
  while (pressed < count / 10) {
    ledger_begin();
    int found = 0;
    sqlite3_bind_int(due, 1, BATCH);
    while (sqlite3_step(due) == SQLITE_ROW) rows[found++] = sqlite3_column_int64(due, 0);
    sqlite3_reset(due);
    for (int i = 0; i < found; i++) {
      sqlite3_bind_int64(press, 1, rows[i]);
      step(press);
    }
    ledger_commit();
    if (!found) break;
    pressed += found;
  }
  stop_clock();
  return pressed;
}

int print_schema(const char *path) {
  if (sqlite3_open_v2(path, &ledger, SQLITE_OPEN_READONLY, 0)) die(path);
  sqlite3_stmt *tables = prepared("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name");
  uint64_t hash = 14695981039346656037u;
  while (sqlite3_step(tables) == SQLITE_ROW)
    for (const unsigned char *text = sqlite3_column_text(tables, 0); *text; text++) hash = (hash ^ *text) * 1099511628211u;
  printf("%016llx\n", (unsigned long long)hash);
  return 0;
}
