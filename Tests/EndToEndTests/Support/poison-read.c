// Preloaded into a program under test: a read(2) that brings the marker text ends the process, by a fault of its own or by a
// kill as if it came from outside. GRIDPOST_TEST_POISON names how: segv, abort, trap, overflow, or kill; "commit" aborts
// where the text is written into the ledger instead.
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char marker[] = "lethal-injection";

static int is_asked(const char *how) {
  const char *asked = getenv("GRIDPOST_TEST_POISON");
  return asked && !strcmp(asked, how);
}

static int is_lethal(const void *bytes, size_t count) { return memmem(bytes, count, marker, sizeof marker - 1) != NULL; }

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  if (is_asked("commit") && is_lethal(bytes, count)) abort();
  return syscall(SYS_pwrite64, file, bytes, count, offset);
}

// Takes up a page of stack at each level, and comes to no end before the stack does.
static int descend(int level) {
  volatile char page[4096];
  page[level % 4096] = (char)level;
  return level == 1 << 30 ? 0 : descend(level + 1) + page[(level + 1) % 4096];
}

ssize_t read(int file, void *bytes, size_t count) {
  ssize_t answer = syscall(SYS_read, file, bytes, count);
  if (answer <= 0 || !is_lethal(bytes, (size_t)answer)) return answer;
  if (is_asked("abort")) abort();
  if (is_asked("segv")) raise(SIGSEGV);
  if (is_asked("overflow")) return descend(1);
  if (is_asked("trap")) __builtin_trap();
  if (is_asked("kill")) kill(getpid(), SIGKILL);
  return answer;
}
