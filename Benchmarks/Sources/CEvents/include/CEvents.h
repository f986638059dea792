// Events made by number: the same number gives the same bytes, for the floor and for gridpost alike.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EVENT_MAX = 1024, NAME_MAX_BYTES = 40 };

/// What events can be about: the matters and grids of a town.
struct town {
  int matters, grids, communities;
  char (*matter)[NAME_MAX_BYTES];
  char (*grid)[NAME_MAX_BYTES];
  char (*community)[NAME_MAX_BYTES];
  int *community_of;                 // of a grid
  int *matter_slots, *grid_slots;  // tables to find them by name
};

/// What is common to a series of events.
struct series {
  const char *source;
  unsigned seed;
  /// Of so many events, numbered from 0, so many stay open and the rest is put right on the spot; 0 of 0: all stay open.
  uint64_t open, of;
};

/// The fields a router looks at, as they stand in the text.
struct event_fields {
  const char *id, *matter, *community, *grid, *time;
  size_t id_length, matter_length, community_length, grid_length, time_length;
};

/// Reads lines `matter CODE` and `grid COMMUNITY GRID`, a community's grids one after the other; 0, or -1 with errno.
int town_read(struct town *town, const char *path);
/// The number of a matter or a grid by its name; -1: none such.
int town_matter(const struct town *town, const char *name, size_t length);
int town_grid(const struct town *town, const char *name, size_t length);

/// Writes the event of this number, 400 to 600 bytes and a line feed; answers its length.
size_t event_write(char buffer[static EVENT_MAX], const struct town *town, const struct series *series, uint64_t number);
/// The id of the event of this number, as event_write wrote it.
size_t event_id(char buffer[static NAME_MAX_BYTES], const struct series *series, uint64_t number);
/// Finds the routed fields at the top level, skipping all else; false: not an event.
bool event_scan(const char *bytes, size_t length, struct event_fields *fields);
/// Seconds since 1970 of an RFC 3339 time without a fraction.
int64_t event_time(const char *text);
