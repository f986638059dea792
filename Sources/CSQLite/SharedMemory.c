#define _GNU_SOURCE
#include "CSQLite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stddef.h>
#include <sys/mman.h>

// SQLite makes its shared file longer by one byte a page of memory. Where the blocks of the disk are smaller than a page, that leaves
// most of the page without a block, and the first touch of such a hole on a full disk ends the process by a signal.
static void *map_allocated(void *place, size_t length, int protection, int flags, int file, off_t offset) {
  if ((flags & MAP_SHARED) && (protection & PROT_WRITE)) {
    int answer;
    do {
      answer = fallocate(file, FALLOC_FL_KEEP_SIZE, offset, (off_t)length);
    } while (answer < 0 && errno == EINTR);
    // A file system that cannot allocate ahead is as it was; one that has no room is told before anything is touched.
    if (answer < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EIO)) return MAP_FAILED;
  }
  return mmap(place, length, protection, flags, file, offset);
}

int gp_sqlite_allocate_shared_memory(void) {
  sqlite3_vfs *system = sqlite3_vfs_find(NULL);
  if (!system || system->iVersion < 3 || !system->xSetSystemCall) return SQLITE_NOTFOUND;
  return system->xSetSystemCall(system, "mmap", (sqlite3_syscall_ptr)map_allocated);
}
