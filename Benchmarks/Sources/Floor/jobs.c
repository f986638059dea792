#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floor.h"

static const char *const posts[POSTS] = {"info", "patrol", "livelihood"};
// So many grids' folders are held open; of a larger town each is opened when something is laid into it.
enum { MOST_HELD = 4000 };
static int (*held)[POSTS];
static int outbox;

void write_file(int folder, const char *name, const char *bytes, size_t length) {
  int file = openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0 || write(file, bytes, length) != (ssize_t)length || close(file)) die(name);
}

void make_outbox(int folder) {
  outbox = folder_at(folder, "outbox");
  if (town.grids <= MOST_HELD) held = malloc(town.grids * sizeof *held);
  for (int grid = 0; grid < town.grids; grid++) {
    int community = folder_at(outbox, town.community[town.community_of[grid]]), place = folder_at(community, town.grid[grid]);
    for (int post = 0; post < POSTS; post++) {
      int made = folder_at(place, posts[post]);
      if (held) held[grid][post] = made;
      else close(made);
    }
    close(community);
    close(place);
  }
}

void route(struct record *record) {
  static const int hours[] = {2, 4, 8, 24, 72, 168};
  struct event_fields *fields = &record->fields;
  if (!event_scan(record->bytes, record->length, fields)) die("an event that is none");
  record->matter = town_matter(&town, fields->matter, fields->matter_length);
  record->grid = town_grid(&town, fields->grid, fields->grid_length);
  if (record->matter < 0 || record->grid < 0) die("an event about nothing known");
  record->post = record->matter * 7 % POSTS;
  record->reported = event_time(fields->time);
  record->deadline = record->reported + 3600 * hours[record->matter % 6];
}

static int folder_of(const struct record *record) {
  if (held) return held[record->grid][record->post];
  char path[3 * NAME_MAX_BYTES];
  const char *community = town.community[town.community_of[record->grid]];
  snprintf(path, sizeof path, "%s/%s/%s", community, town.grid[record->grid], posts[record->post]);
  int folder = openat(outbox, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) die(path);
  return folder;
}

static void lay_down(const struct record *record) {
  int folder = folder_of(record);
  char staged[sizeof record->name + 1];
  snprintf(staged, sizeof staged, ".%s", record->name);
  write_file(folder, staged, record->bytes, record->length);
  if (renameat(folder, staged, folder, record->name)) die(record->name);
  if (!held) close(folder);
}

/// One batch: a commit, its notices, a sync.
static void settle(struct record *records, int count, int folder) {
  ledger_begin();
  ledger_mark();
  for (int i = 0; i < count; i++) ledger_insert(&records[i]);
  ledger_commit();
  for (int i = 0; i < count; i++) lay_down(&records[i]);
  if (syncfs(folder)) die("syncfs");
}

static void finish(void) {
  ledger_begin();
  ledger_mark();
  ledger_commit();
}

static char (*list(int folder, size_t *count))[NAME_MAX_BYTES + 8] {
  DIR *stream = fdopendir(dup(folder));
  if (!stream) die("inbox");
  size_t room = 0;
  char(*names)[NAME_MAX_BYTES + 8] = 0;
  *count = 0;
  for (struct dirent *entry; (entry = readdir(stream));) {
    if (entry->d_name[0] == '.') continue;
    if (*count == room) names = realloc(names, (room = room ? 2 * room : 1024) * sizeof *names);
    snprintf(names[(*count)++], sizeof *names, "%s", entry->d_name);
  }
  closedir(stream);
  return names;
}

static size_t read_file(int folder, const char *name, char bytes[EVENT_MAX]) {
  int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
  if (file < 0) die(name);
  ssize_t length = read(file, bytes, EVENT_MAX);
  if (length < 0 || close(file)) die(name);
  return length;
}

/// At most so many files a batch.
void take_files(int inbox, int most) {
  struct record *records = malloc(BATCH * sizeof *records);
  start_clock();
  size_t count;
  char(*names)[NAME_MAX_BYTES + 8] = list(inbox, &count);
  for (size_t at = 0; at < count;) {
    int batch = 0;
    for (; batch < most && at < count; batch++, at++) {
      struct record *record = &records[batch];
      memcpy(record->name, names[at], sizeof *names);
      record->length = read_file(inbox, record->name, record->bytes);
      route(record);
    }
    settle(records, batch, inbox);
    for (int i = 0; i < batch; i++) unlinkat(inbox, records[i].name, 0);
  }
  finish();
  stop_clock();
}

void take_lines(int inbox, const char *name) {
  struct record *records = malloc(BATCH * sizeof *records);
  start_clock();
  FILE *file = fdopen(openat(inbox, name, O_RDONLY | O_CLOEXEC), "r");
  if (!file) die(name);
  for (int batch = BATCH; batch == BATCH;) {
    for (batch = 0; batch < BATCH && fgets(records[batch].bytes, EVENT_MAX, file); batch++) {
      struct record *record = &records[batch];
      record->length = strlen(record->bytes);
      route(record);
      snprintf(record->name, sizeof record->name, "%.*s.json", (int)record->fields.id_length, record->fields.id);
    }
    if (batch) settle(records, batch, inbox);
  }
  finish();
  fclose(file);
  if (unlinkat(inbox, name, 0)) die(name);
  stop_clock();
}

void read_files(int inbox) {
  char bytes[EVENT_MAX];
  start_clock();
  size_t count;
  char(*names)[NAME_MAX_BYTES + 8] = list(inbox, &count);
  for (size_t i = 0; i < count; i++) {
    read_file(inbox, names[i], bytes);
    if (unlinkat(inbox, names[i], 0)) die(names[i]);
  }
  stop_clock();
}

void record_events(uint64_t count) {
  struct record *records = malloc(BATCH * sizeof *records);
  for (uint64_t at = 0; at < count;) {
    int batch = 0;
    for (; batch < BATCH && at < count; batch++, at++)
      records[batch].length = event_write(records[batch].bytes, &town, &series, at);
    start_clock();
    ledger_begin();
    for (int i = 0; i < batch; i++) {
      route(&records[i]);
      ledger_insert(&records[i]);
    }
    ledger_commit();
    stop_clock();
  }
}
