// Preloaded into a daemon under test. The file GRIDPOST_TEST_CLOCK holds two numbers of seconds: how far the wall clock was set
// ahead, and how long the machine was asleep, which the wall clock and the boot clock count and the monotonic clock does not.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
  int answer = (int)syscall(SYS_clock_gettime, clock, now);
  const char *path = getenv("GRIDPOST_TEST_CLOCK");
  int is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (answer == 0 && path && (is_wall || clock == CLOCK_BOOTTIME)) {
    char text[64] = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
      if (read(file, text, sizeof text - 1) > 0) {
        char *rest;
        long ahead = strtol(text, &rest, 10);
        now->tv_sec += (is_wall ? ahead : 0) + strtol(rest, NULL, 10);
      }
      close(file);
    }
  }
  return answer;
}
