#define _GNU_SOURCE
// The floor: the same durable work as gridpost's with nothing in the way, as the disk, the kernel and SQLite allow it.
//
// gridpost-floor JOB FOLDER TOWN COUNT [SEED FIRST [OPEN OF]]
//   fullcopy  files in: read, route, commit with their bytes (WAL, full sync), write notices, sync, unlink the files, mark
//   fullnd    the same from one file of lines
//   read      files in: open, read, close, unlink
//   sqlfull   the ledger alone, bytes kept
//   esc       a ledger of COUNT open items: choose a tenth of them as due, update, commit
//   lone      fullcopy with one file a batch
//   files, lines  only makes FOLDER full of one-event files, or a file FOLDER of lines: input for gridpost
// gridpost-floor schema LEDGER: a number that tells ledgers of one schema from others
// It makes its own input in FOLDER, untimed, leaves all it made, and prints the seconds of the job alone.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "floor.h"

struct town town;
struct series series = {.source = "hotline", .seed = 2025};

void die(const char *what) {
  fprintf(stderr, "gridpost-floor: %s: %s\n", what, errno ? strerror(errno) : "failed");
  exit(1);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static double cpu(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

static double started, elapsed, cpu_started, cpu_used;

void start_clock(void) {
  cpu_started = cpu();
  started = seconds();
}

void stop_clock(void) {
  elapsed += seconds() - started;
  cpu_used += cpu() - cpu_started;
}

int folder_at(int parent, const char *name) {
  if (mkdirat(parent, name, 0755) && errno != EEXIST) die(name);
  int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) die(name);
  return folder;
}

static uint64_t first;

static void write_files(int folder, uint64_t count) {
  char bytes[EVENT_MAX], name[NAME_MAX_BYTES + 8];
  for (uint64_t i = first; i < first + count; i++) {
    size_t length = event_write(bytes, &town, &series, i);
    snprintf(name + event_id(name, &series, i), 8, ".json");
    write_file(folder, name, bytes, length);
  }
}

static void write_lines(int folder, const char *name, uint64_t count) {
  FILE *file = fdopen(openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0644), "w");
  if (!file) die(name);
  char bytes[EVENT_MAX];
  for (uint64_t i = first; i < first + count; i++) fwrite(bytes, 1, event_write(bytes, &town, &series, i), file);
  if (fclose(file)) die(name);
}

int main(int count, char **arguments) {
  if (count == 3 && !strcmp(arguments[1], "schema")) return print_schema(arguments[2]);
  if (count != 5 && count != 7 && count != 9) {
    fprintf(stderr, "usage: gridpost-floor JOB FOLDER TOWN COUNT [SEED FIRST [OPEN OF]]\n");
    return 64;
  }
  const char *job = arguments[1], *path = arguments[2];
  uint64_t events = strtoull(arguments[4], 0, 10);
  if (count > 5) {
    series.seed = strtoul(arguments[5], 0, 10);
    first = strtoull(arguments[6], 0, 10);
  }
  if (count > 7) {
    series.open = strtoull(arguments[7], 0, 10);
    series.of = strtoull(arguments[8], 0, 10);
  }
  if (town_read(&town, arguments[3])) die(arguments[3]);
  if (!strcmp(job, "lines")) {
    write_lines(AT_FDCWD, path, events);
    sync();
    return 0;
  }
  int folder = folder_at(AT_FDCWD, path);
  if (!strcmp(job, "files")) {
    write_files(folder, events);
    if (syncfs(folder)) die(path);
    return 0;
  }
  int inbox = folder_at(folder, "inbox");
  if (!strcmp(job, "fullcopy") || !strcmp(job, "lone") || !strcmp(job, "read")) write_files(inbox, events);
  if (!strcmp(job, "fullnd")) write_lines(inbox, "lines.ndjson", events);
  if (!strncmp(job, "full", 4) || !strcmp(job, "lone")) make_outbox(folder);
  if (strcmp(job, "read")) ledger_open(path);
  if (syncfs(folder)) die(path);
  if (!strcmp(job, "fullcopy")) take_files(inbox, BATCH);
  else if (!strcmp(job, "lone")) take_files(inbox, 1);
  else if (!strcmp(job, "fullnd")) take_lines(inbox, "lines.ndjson");
  else if (!strcmp(job, "read")) read_files(inbox);
  else if (!strcmp(job, "sqlfull")) record_events(events);
  else if (!strcmp(job, "esc")) events = press_items(events);
  else die("no such job");
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("%.6f %.6f %ld %llu\n", elapsed, cpu_used, used.ru_maxrss, (unsigned long long)events);
  return 0;
}
