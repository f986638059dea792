#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "CEvents.h"

/// Good random numbers from any seed (splitmix64).
static uint64_t next(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static const char *const pieces[] = {
  "路口摆摊,占了半条人行道;", "楼道堆着纸箱;", "灯不亮,夜里看不清;", "井盖松动,车过有响声;", "street light out; ", "smell of gas; ",
  "水漫出来了;", "两家又吵起来了;", "垃圾三天没人收;", "fire lane blocked; ", "树枝压着电线;", "老人两天没出门;",
};
static const char *const surnames[] = {"王", "李", "陈", "黄", "林", "曾", "麦", "欧阳"};
static const char *const channels[] = {"app", "phone", "window", "patrol"};
static const char *const risks[] = {"yellow", "blue", "orange"};

size_t event_id(char buffer[static NAME_MAX_BYTES], const struct series *series, uint64_t number) {
  return snprintf(buffer, NAME_MAX_BYTES, "%u-%07llu", series->seed, (unsigned long long)number);
}

static bool stays_open(const struct series *series, uint64_t number) {
  return series->of == 0 || number % series->of * series->open % series->of < series->open;
}

size_t event_write(char buffer[static EVENT_MAX], const struct town *town, const struct series *series, uint64_t number) {
  uint64_t state = series->seed * 1000003u + number;
  int matter = next(&state) % town->matters, grid = next(&state) % town->grids;
  uint32_t r = next(&state), q = next(&state);
  time_t at = 1735689600 + next(&state) % (365u * 86400);
  struct tm local;
  gmtime_r(&at, &local);
  char id[NAME_MAX_BYTES], time[40];
  event_id(id, series, number);
  strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S+08:00", &local);
  size_t n = snprintf(
    buffer, EVENT_MAX, "{\"id\":\"%s\",\"source\":\"%s\",\"time\":\"%s\",\"matter\":\"%s\",\"community\":\"%s\",\"grid\":\"%s\",", id,
    series->source, time, town->matter[matter], town->community[town->community_of[grid]], town->grid[grid]);
  if (r % 8 == 0) n += sprintf(buffer + n, "\"risk\":\"%s\",", risks[r / 8 % 3]);
  n += sprintf(
    buffer + n, "\"reporter\":\"%s女士 138%08u\",\"place\":\"幸福路 %u 号 %u 栋\",\"channel\":\"%s\",\"urgency\":%u,",
    surnames[r / 32 % 8], q % 100000000, r % 400, r / 512 % 40 + 1, channels[q % 4], r / 4 % 4);
  n += sprintf(
    buffer + n, "\"location\":{\"lon\":%.6f,\"lat\":%.6f},\"attachments\":[\"img/%u.jpg\"],", 113.8 + r % 100000 * 1e-6,
    22.7 + q % 100000 * 1e-6, r % 1000000);
  if (!stays_open(series, number))
    n += sprintf(buffer + n, "\"resolved\":{\"by\":\"P%04u\",\"at\":\"%s\",\"note\":\"当场处理\"},", q % 5000, time);
  n += sprintf(buffer + n, "\"summary\":\"");
  if (number % 20 == 0) n += sprintf(buffer + n, "他说\\\"很急\\\"\\n");
  size_t wanted = 400 + next(&state) % 150;
  do n += sprintf(buffer + n, "%s", pieces[next(&state) % (sizeof pieces / sizeof *pieces)]);
  while (n < wanted);
  return n + sprintf(buffer + n, "\"}\n");
}

/// The end of the text that begins behind its quote; 0: it has none.
static size_t text_end(const char *bytes, size_t from, size_t length) {
  for (size_t at = from; at < length; at++) {
    if (bytes[at] == '\\') at++;
    else if (bytes[at] == '"') return at;
  }
  return 0;
}

bool event_scan(const char *bytes, size_t length, struct event_fields *fields) {
  const struct {
    const char *name;
    const char **text;
    size_t *size;
  } wanted[] = {
    {"id", &fields->id, &fields->id_length},
    {"matter", &fields->matter, &fields->matter_length},
    {"community", &fields->community, &fields->community_length},
    {"grid", &fields->grid, &fields->grid_length},
    {"time", &fields->time, &fields->time_length},
  };
  unsigned found = 0;
  int depth = 0;
  for (size_t at = 0; at < length; at++) {
    if (bytes[at] == '{' || bytes[at] == '[') depth++;
    if (bytes[at] == '}' || bytes[at] == ']') depth--;
    if (bytes[at] != '"') continue;
    size_t start = at + 1, end = text_end(bytes, start, length);
    if (!end) return false;
    at = end;
    if (depth != 1 || end + 2 >= length || bytes[end + 1] != ':' || bytes[end + 2] != '"') continue;
    for (int i = 0; i < 5; i++) {
      if (strlen(wanted[i].name) != end - start || memcmp(wanted[i].name, bytes + start, end - start)) continue;
      size_t value = end + 3, value_end = text_end(bytes, value, length);
      if (!value_end) return false;
      *wanted[i].text = bytes + value;
      *wanted[i].size = value_end - value;
      found |= 1u << i;
      at = value_end;
      break;
    }
  }
  return depth == 0 && found == 31;
}

static int64_t days(int year, int month, int day) {
  year -= month <= 2;
  int era = year / 400, of_era = year - era * 400;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097LL + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int digits(const char *text, int count) {
  int number = 0;
  while (count--) number = number * 10 + *text++ - '0';
  return number;
}

int64_t event_time(const char *text) {
  int64_t seconds = days(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)) * 86400 + digits(text + 11, 2) * 3600
    + digits(text + 14, 2) * 60 + digits(text + 17, 2);
  if (text[19] == 'Z') return seconds;
  int offset = digits(text + 20, 2) * 3600 + digits(text + 23, 2) * 60;
  return seconds - (text[19] == '-' ? -offset : offset);
}
