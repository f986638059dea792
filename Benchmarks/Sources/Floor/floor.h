#pragma once
#include "CEvents.h"

enum { BATCH = 1024, POSTS = 3 };

/// An event on its way: its bytes, and where it goes.
struct record {
  char name[NAME_MAX_BYTES + 8];
  char bytes[EVENT_MAX];
  size_t length;
  struct event_fields fields;
  int matter, grid, post;
  int64_t reported, deadline;
};

extern struct town town;
extern struct series series;

_Noreturn void die(const char *what);
/// What lies between the two counts as the job; several stretches add up.
void start_clock(void);
void stop_clock(void);

// files
int folder_at(int parent, const char *name);
void write_file(int folder, const char *name, const char *bytes, size_t length);
void make_outbox(int folder);
void route(struct record *record);

// the ledger
void ledger_open(const char *folder);
void ledger_begin(void);
void ledger_insert(const struct record *record);
/// Marks as delivered what was inserted before the last commit.
void ledger_mark(void);
void ledger_commit(void);
int print_schema(const char *path);

// the jobs
void take_files(int inbox, int most);
void take_lines(int inbox, const char *name);
void read_files(int inbox);
void record_events(uint64_t count);
uint64_t press_items(uint64_t count);
