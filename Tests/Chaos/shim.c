// Loaded before the program under test. Counts the calls that change something on the disk, over all threads, in a file
// that outlives a kill, or only those it is told (CHAOS_CALLS); ends the process just before the one it is told
// (CHAOS_KILL_AT); or makes every sync do nothing (CHAOS_NO_SYNC).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

struct tally {
  _Atomic long count;
  char name[56];
};

static struct tally *tally;
static long limit;
static const char *only;
static int nosync;

__attribute__((constructor)) static void begin(void) {
  const char *kill_at = getenv("CHAOS_KILL_AT"), *path = getenv("CHAOS_TALLY");
  only = getenv("CHAOS_CALLS");
  nosync = getenv("CHAOS_NO_SYNC") != NULL;
  limit = kill_at ? atol(kill_at) : 0;
  int file = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0) : -1;
  if (file < 0) return;
  void *found = mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (found != MAP_FAILED) tally = found;
  close(file);
}

static void count(const char *name) {
  if (!tally || (only && !strstr(only, name))) return;
  long number = atomic_fetch_add(&tally->count, 1) + 1;
  if (limit == 0 || number != limit) return;
  strncpy(tally->name, name, sizeof tally->name - 1);
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

// Log lines and bells are no state.
static int is_stored(int file) {
  struct stat found;
  return file > 2 && fstat(file, &found) == 0 && (S_ISREG(found.st_mode) || S_ISSOCK(found.st_mode));
}

#define NEXT(type, name, ...)                          \
  static type (*next)(__VA_ARGS__);                    \
  if (!next) next = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define OPENS(symbol)                                              \
  int symbol(const char *path, int flags, ...) {                   \
    va_list rest;                                                  \
    va_start(rest, flags);                                         \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                  \
    if (flags & (O_CREAT | O_TRUNC)) count("open");                \
    NEXT(int, #symbol, const char *, int, ...);                    \
    return next(path, flags, mode);                                \
  }
OPENS(open)
OPENS(open64)

#define OPENS_AT(symbol)                                           \
  int symbol(int folder, const char *path, int flags, ...) {       \
    va_list rest;                                                  \
    va_start(rest, flags);                                         \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                  \
    if (flags & (O_CREAT | O_TRUNC)) count("openat");              \
    NEXT(int, #symbol, int, const char *, int, ...);               \
    return next(folder, path, flags, mode);                        \
  }
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t write(int file, const void *bytes, size_t size) {
  if (tally && is_stored(file)) count("write");
  NEXT(ssize_t, "write", int, const void *, size_t);
  return next(file, bytes, size);
}

#define WRITES_AT(symbol)                                             \
  ssize_t symbol(int file, const void *bytes, size_t size, off_t at) { \
    count("pwrite64");                                                \
    NEXT(ssize_t, #symbol, int, const void *, size_t, off_t);         \
    return next(file, bytes, size, at);                               \
  }
WRITES_AT(pwrite)
WRITES_AT(pwrite64)

#define SYNCS(symbol)                \
  int symbol(int file) {             \
    count(#symbol);                  \
    if (nosync) return 0;            \
    NEXT(int, #symbol, int);         \
    return next(file);               \
  }
SYNCS(fsync)
SYNCS(fdatasync)
SYNCS(syncfs)

int rename(const char *from, const char *to) {
  count("rename");
  NEXT(int, "rename", const char *, const char *);
  return next(from, to);
}

int renameat(int from, const char *name, int to, const char *other) {
  count("renameat");
  NEXT(int, "renameat", int, const char *, int, const char *);
  return next(from, name, to, other);
}

int renameat2(int from, const char *name, int to, const char *other, unsigned flags) {
  count("renameat2");
  NEXT(int, "renameat2", int, const char *, int, const char *, unsigned);
  return next(from, name, to, other, flags);
}

int linkat(int from, const char *name, int to, const char *other, int flags) {
  count("linkat");
  NEXT(int, "linkat", int, const char *, int, const char *, int);
  return next(from, name, to, other, flags);
}

int unlink(const char *path) {
  count("unlink");
  NEXT(int, "unlink", const char *);
  return next(path);
}

int unlinkat(int folder, const char *path, int flags) {
  count("unlinkat");
  NEXT(int, "unlinkat", int, const char *, int);
  return next(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
  count("mkdir");
  NEXT(int, "mkdir", const char *, mode_t);
  return next(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
  count("mkdirat");
  NEXT(int, "mkdirat", int, const char *, mode_t);
  return next(folder, path, mode);
}

int rmdir(const char *path) {
  count("rmdir");
  NEXT(int, "rmdir", const char *);
  return next(path);
}

#define TRUNCATES(symbol)             \
  int symbol(int file, off_t size) {  \
    count("ftruncate");               \
    NEXT(int, #symbol, int, off_t);   \
    return next(file, size);          \
  }
TRUNCATES(ftruncate)
TRUNCATES(ftruncate64)

#define ALLOCATES(symbol)                       \
  int symbol(int file, off_t from, off_t size) { \
    count("fallocate");                         \
    NEXT(int, #symbol, int, off_t, off_t);      \
    return next(file, from, size);              \
  }
ALLOCATES(posix_fallocate)
ALLOCATES(posix_fallocate64)
