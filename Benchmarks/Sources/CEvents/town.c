#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CEvents.h"

static uint32_t hash(const char *name, size_t length) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)name[i]) * 16777619u;
  return h ^ h >> 15;
}

static int slots(int count) { return 2 * count + 1; }

/// A table of about twice as many slots as names, by open addressing.
static int *index_names(char (*list)[NAME_MAX_BYTES], int count) {
  int *table = calloc(slots(count), sizeof *table);
  for (int i = 0; i < count; i++) {
    uint32_t at = hash(list[i], strlen(list[i])) % slots(count);
    while (table[at]) at = (at + 1) % slots(count);
    table[at] = i + 1;
  }
  return table;
}

static int find(const int *table, char (*list)[NAME_MAX_BYTES], int count, const char *name, size_t length) {
  for (uint32_t at = hash(name, length) % slots(count); table[at]; at = (at + 1) % slots(count)) {
    const char *found = list[table[at] - 1];
    if (strlen(found) == length && !memcmp(found, name, length)) return table[at] - 1;
  }
  return -1;
}

int town_read(struct town *town, const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) return -1;
  memset(town, 0, sizeof *town);
  enum { MOST = 20000 };
  town->matter = malloc(MOST * NAME_MAX_BYTES);
  town->grid = malloc(MOST * NAME_MAX_BYTES);
  town->community = malloc(MOST * NAME_MAX_BYTES);
  town->community_of = malloc(MOST * sizeof(int));
  char line[200], one[NAME_MAX_BYTES], two[NAME_MAX_BYTES];
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, "matter %39s", one) == 1 && town->matters < MOST) {
      strcpy(town->matter[town->matters++], one);
    } else if (sscanf(line, "grid %39s %39s", one, two) == 2 && town->grids < MOST) {
      int last = town->communities - 1;
      if (last < 0 || strcmp(town->community[last], one)) strcpy(town->community[town->communities++], one);
      town->community_of[town->grids] = town->communities - 1;
      strcpy(town->grid[town->grids++], two);
    }
  }
  fclose(file);
  town->matter_slots = index_names(town->matter, town->matters);
  town->grid_slots = index_names(town->grid, town->grids);
  return 0;
}

int town_matter(const struct town *town, const char *name, size_t length) {
  return find(town->matter_slots, town->matter, town->matters, name, length);
}

int town_grid(const struct town *town, const char *name, size_t length) {
  return find(town->grid_slots, town->grid, town->grids, name, length);
}
