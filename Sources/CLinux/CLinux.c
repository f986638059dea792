#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef STATX_MNT_ID
#define STATX_MNT_ID 0x1000U
#endif

// No run of signals is as long as this: a call interrupted so often is a fault of the world, to be told and not spun on.
enum { most_interruptions = 100 };

// Runs the call until no signal interrupts it, and answers with the result or the negative error number.
#define GP_ANSWER(call)                                                     \
  do {                                                                      \
    long result;                                                            \
    int tries = 0;                                                          \
    do {                                                                    \
      result = (long)(call);                                                \
    } while (result < 0 && errno == EINTR && ++tries < most_interruptions); \
    return result < 0 ? -errno : result;                                    \
  } while (0)

#define PATH(name) ((const char *)(name))

// The same for a call that changes something on the disk: not done when the state has gone to somebody else meanwhile.
#define GP_CHANGE(call)                    \
  do {                                     \
    if (gp_is_fenced()) return -EOWNERDEAD; \
    GP_ANSWER(call);                       \
  } while (0)

#define GP_MAY_CHANGE(flags) (((flags) & (O_CREAT | O_TRUNC)) != 0)

int gp_open(int folder, const gp_byte *name, int flags, unsigned mode) {
  if (GP_MAY_CHANGE(flags) && gp_is_fenced()) return -EOWNERDEAD;
  GP_ANSWER(openat(folder, PATH(name), flags | O_CLOEXEC, (mode_t)mode));
}

// 1 where the kernel, and whatever filters its calls, has openat2(2).
static int has_limits(void) {
  static atomic_int known = -1;
  int answer = atomic_load(&known);
  if (answer >= 0) return answer;
  struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH};
  long file = syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof how);
  if (file >= 0) close((int)file);
  if (file < 0 && errno != ENOSYS && errno != EPERM) return 1;
  atomic_store(&known, file >= 0);
  return file >= 0;
}

int gp_open_beneath(int folder, const gp_byte *name, int flags, unsigned mode) {
  if (!has_limits()) return gp_open(folder, name, flags | O_NOFOLLOW, mode);
  if (GP_MAY_CHANGE(flags) && gp_is_fenced()) return -EOWNERDEAD;
  struct open_how how = {
      .flags = (uint64_t)(unsigned)(flags | O_NOFOLLOW | O_CLOEXEC),
      .mode = flags & O_CREAT ? mode : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
  };
  GP_ANSWER(syscall(SYS_openat2, folder, PATH(name), &how, sizeof how));
}

int gp_open_far_beneath(int folder, const gp_byte *path, int flags) {
  return has_limits() ? gp_open_beneath(folder, path, flags, 0) : -ENOSYS;
}

// Linux frees the number even when close is interrupted: calling again could close somebody else's file.
int gp_close(int file) { return close(file) < 0 ? -errno : 0; }

int gp_take_number(int file, int number) { GP_ANSWER(dup3(file, number, O_CLOEXEC)); }

static int64_t nanoseconds(struct statx_timestamp time) {
  int64_t result;
  if (__builtin_mul_overflow(time.tv_sec, 1000000000LL, &result) ||
      __builtin_add_overflow(result, (int64_t)time.tv_nsec, &result))
    return time.tv_sec < 0 ? INT64_MIN : INT64_MAX;
  return result;
}

static int gp_stat_any(int folder, const gp_byte *name, int flags, struct gp_stat *found) {
  struct statx raw;
  int result;
  int tries = 0;
  do {
    result = statx(folder, PATH(name), flags, STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID, &raw);
  } while (result < 0 && errno == EINTR && ++tries < most_interruptions);
  if (result < 0) return -errno;
  found->device = ((uint64_t)raw.stx_dev_major << 32) | raw.stx_dev_minor;
  found->inode = raw.stx_ino;
  // The mount id lies where older headers have spare room; the mask says whether it is there.
  found->mount = 0;
  if (raw.stx_mask & STATX_MNT_ID) memcpy(&found->mount, (const char *)&raw + 0x90, sizeof found->mount);
  found->modified = nanoseconds(raw.stx_mtime);
  found->changed = nanoseconds(raw.stx_ctime);
  found->born = (raw.stx_mask & STATX_BTIME) ? nanoseconds(raw.stx_btime) : 0;
  found->size = raw.stx_size > INT64_MAX ? INT64_MAX : (int64_t)raw.stx_size;
  found->mode = raw.stx_mode;
  found->links = raw.stx_nlink;
  found->owner = raw.stx_uid;
  found->group = raw.stx_gid;
  return 0;
}

int gp_stat_file(int file, struct gp_stat *found) {
  return gp_stat_any(file, (const gp_byte *)"", AT_EMPTY_PATH, found);
}

int gp_stat_name(int folder, const gp_byte *name, struct gp_stat *found) {
  return gp_stat_any(folder, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, found);
}

int gp_stat_target(int folder, const gp_byte *name, struct gp_stat *found) {
  return gp_stat_any(folder, name, 0, found);
}

int gp_may_read(int folder, const gp_byte *name) {
  GP_ANSWER(faccessat(folder, PATH(name), R_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW));
}

int gp_give(int file, uint32_t owner, uint32_t group) { GP_CHANGE(fchown(file, owner, group)); }

int gp_give_name(int folder, const gp_byte *name, uint32_t owner, uint32_t group) {
  GP_CHANGE(fchownat(folder, PATH(name), owner, group, AT_SYMLINK_NOFOLLOW));
}

int gp_set_mode(int file, uint32_t mode) { GP_CHANGE(fchmod(file, (mode_t)mode)); }

uint32_t gp_own_user(void) { return geteuid(); }

uint32_t gp_own_group(void) { return getegid(); }

int gp_make_folder(int folder, const gp_byte *name, unsigned mode) {
  GP_CHANGE(mkdirat(folder, PATH(name), (mode_t)mode));
}

int gp_remove(int folder, const gp_byte *name) { GP_CHANGE(unlinkat(folder, PATH(name), 0)); }

int gp_remove_folder(int folder, const gp_byte *name) { GP_CHANGE(unlinkat(folder, PATH(name), AT_REMOVEDIR)); }

int gp_rename_over(int from, const gp_byte *name, int to, const gp_byte *new_name) {
  GP_CHANGE(renameat(from, PATH(name), to, PATH(new_name)));
}

int gp_rename_new(int from, const gp_byte *name, int to, const gp_byte *new_name) {
  GP_CHANGE(renameat2(from, PATH(name), to, PATH(new_name), RENAME_NOREPLACE));
}

int gp_rename_into_ours(int from, const gp_byte *name, int to, const gp_byte *new_name) {
  int answer = gp_rename_new(from, name, to, new_name);
  if (answer != -EINVAL && answer != -ENOSYS) return answer;
  struct gp_stat there;
  int found = gp_stat_name(to, new_name, &there);
  if (found == 0) return -EEXIST;
  return found == -ENOENT ? gp_rename_over(from, name, to, new_name) : found;
}

long gp_read(int file, void *bytes, size_t count) { GP_ANSWER(read(file, bytes, count)); }

long gp_read_at(int file, void *bytes, size_t count, int64_t offset) { GP_ANSWER(pread(file, bytes, count, offset)); }

long gp_write(int file, const void *bytes, size_t count) { GP_CHANGE(write(file, bytes, count)); }

long gp_write_at(int file, const void *bytes, size_t count, int64_t offset) {
  GP_CHANGE(pwrite(file, bytes, count, offset));
}

long gp_read_entries(int folder, void *bytes, size_t count) { GP_ANSWER(getdents64(folder, bytes, count)); }

int gp_seek(int file, int64_t offset) { return lseek(file, offset, SEEK_SET) < 0 ? -errno : 0; }

int gp_sync(int file) { GP_ANSWER(fsync(file)); }

int gp_sync_file_system(int file) { GP_ANSWER(syncfs(file)); }

int gp_lease(int file) { GP_ANSWER(fcntl(file, F_SETLEASE, F_RDLCK)); }

int gp_end_lease(int file) { GP_ANSWER(fcntl(file, F_SETLEASE, F_UNLCK)); }

// A writer who meets our lease has the kernel send SIGIO, whose default is to end the process.
void gp_ignore_lease_signal(void) { signal(SIGIO, SIG_IGN); }

int gp_hold_exclusively(int file) { GP_ANSWER(flock(file, LOCK_EX | LOCK_NB)); }

int gp_hold_shared(int file) { GP_ANSWER(flock(file, LOCK_SH | LOCK_NB)); }

static const off_t range_start = 0;
static const off_t range_length = (off_t)1 << 32;
static const off_t pid_mark = (off_t)1 << 40;

// 1 when a writer's lock of either family lies anywhere on the file, 0 when none does.
int gp_is_write_locked(int file) {
  struct flock asked = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = range_start, .l_len = range_length};
  if (fcntl(file, F_OFD_GETLK, &asked) < 0) return -errno;
  return asked.l_type != F_UNLCK;
}

int gp_lock_range(int file) {
  struct flock wanted = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = range_start, .l_len = range_length};
  GP_ANSWER(fcntl(file, F_OFD_SETLK, &wanted));
}

// A classic lock on one far byte guards nothing: it only tells others our process id, which the lock above cannot.
int gp_leave_pid(int file) {
  struct flock mark = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = pid_mark, .l_len = 1};
  GP_ANSWER(fcntl(file, F_SETLK, &mark));
}

int gp_read_pid(int file) {
  struct flock asked = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = pid_mark, .l_len = 1};
  if (fcntl(file, F_GETLK, &asked) < 0) return -errno;
  return asked.l_type == F_UNLCK || asked.l_pid < 0 ? 0 : asked.l_pid;
}

static int64_t gp_clock(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) < 0) return 0;
  return (int64_t)now.tv_sec * 1000000000LL + now.tv_nsec;
}

int64_t gp_wall_clock(void) { return gp_clock(CLOCK_REALTIME); }

int64_t gp_boot_clock(void) { return gp_clock(CLOCK_BOOTTIME); }

int64_t gp_awake_clock(void) { return gp_clock(CLOCK_MONOTONIC); }

int gp_make_bell(void) {
  int bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return bell < 0 ? -errno : bell;
}

static atomic_int heeded;
static atomic_int signal_bell = -1;

static void gp_note_signal(int number) {
  int before = errno;
  uint64_t one = 1;
  atomic_fetch_or(&heeded, number == SIGHUP ? 2 : 1);
  // The signal itself ends the wait of whoever waits for the bell, so a ring that is lost is none.
  ssize_t done = write(atomic_load(&signal_bell), &one, sizeof one);
  (void)done;
  errno = before;
}

void gp_heed_signals(int bell) {
  struct sigaction action = {.sa_handler = gp_note_signal, .sa_flags = SA_RESTART};
  atomic_store(&signal_bell, bell);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
}

int gp_signals_heeded(void) { return atomic_exchange(&heeded, 0); }

int gp_hold_process(int pid) { GP_ANSWER((int)syscall(SYS_pidfd_open, pid, 0)); }

int gp_ask_for_reload(int process) { GP_ANSWER((int)syscall(SYS_pidfd_send_signal, process, SIGHUP, NULL, 0)); }

int gp_random(void *bytes, size_t count) { GP_ANSWER(getrandom(bytes, count, 0)); }
