#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

// Nobody takes over a state within so short a time, nanoseconds: only who has not looked for longer has to look again.
static const int64_t trust = 20000000;

static _Atomic(char *) fence;
static uint64_t fence_device, fence_inode;
static _Atomic int64_t looked;
static atomic_int fell;

int gp_raise_fence(int lock, const gp_byte *path) {
  struct gp_stat held;
  int answer = gp_stat_file(lock, &held);
  if (answer < 0) return answer;
  char *copy = strdup((const char *)path);
  if (!copy) return -ENOMEM;
  fence_device = held.device;
  fence_inode = held.inode;
  atomic_store(&looked, 0);
  atomic_store(&fell, 0);
  // The path before is not freed: somebody may just be looking at it.
  atomic_store(&fence, copy);
  return 0;
}

void gp_lower_fence(void) { atomic_store(&fence, NULL); }

int gp_is_fenced(void) {
  const char *path = atomic_load(&fence);
  if (!path) return 0;
  if (atomic_load(&fell)) return 1;
  struct timespec time;
  if (clock_gettime(CLOCK_MONOTONIC_COARSE, &time) < 0) time = (struct timespec){0};
  int64_t now = (int64_t)time.tv_sec * 1000000000LL + time.tv_nsec;
  if (now - atomic_load(&looked) < trust) return 0;
  struct gp_stat named;
  int answer = gp_stat_name(AT_FDCWD, (const gp_byte *)path, &named);
  // A fault of the world is no proof that the lock is gone.
  int is_gone = answer == -ENOENT || answer == -ENOTDIR;
  int is_other = answer == 0 && (named.device != fence_device || named.inode != fence_inode);
  if (is_gone || is_other) {
    atomic_store(&fell, 1);
    return 1;
  }
  atomic_store(&looked, now);
  return 0;
}
