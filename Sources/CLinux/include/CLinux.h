#ifndef GRIDPOST_CLINUX_H
#define GRIDPOST_CLINUX_H

#include <stddef.h>
#include <stdint.h>

// The kernel as the spool sees it. Every call answers with its result or with the negative error number, so that
// no caller reads errno late, and begins again by itself when a signal interrupts it. Names are bytes, ended by 0.

typedef unsigned char gp_byte;

struct gp_stat {
  uint64_t device;
  uint64_t inode;
  uint64_t mount;  // 0 where the kernel does not tell
  int64_t modified;  // nanoseconds since 1970
  int64_t changed;
  int64_t born;  // 0 where the file system does not keep it
  int64_t size;
  uint32_t mode;
  uint32_t links;
  uint32_t owner;
  uint32_t group;
};

int gp_open(int folder, const gp_byte *name, int flags, unsigned mode);
// Opens what lies beneath a held folder and on its mount, by no link in any part of the name: ELOOP and EXDEV tell of the
// others. Where the kernel cannot see to that (before 5.6), only the last part of the name is no link.
int gp_open_beneath(int folder, const gp_byte *name, int flags, unsigned mode);
// The same for a path of several names; -ENOSYS where the kernel cannot see to all of them.
int gp_open_far_beneath(int folder, const gp_byte *path, int flags);
int gp_close(int file);
int gp_take_number(int file, int number);
int gp_stat_file(int file, struct gp_stat *found);
int gp_stat_name(int folder, const gp_byte *name, struct gp_stat *found);
int gp_stat_target(int folder, const gp_byte *name, struct gp_stat *found);
int gp_may_read(int folder, const gp_byte *name);

// GP_SAME_OWNER leaves the owner as it is.
#define GP_SAME_OWNER UINT32_MAX
int gp_give(int file, uint32_t owner, uint32_t group);
int gp_give_name(int folder, const gp_byte *name, uint32_t owner, uint32_t group);
int gp_set_mode(int file, uint32_t mode);
uint32_t gp_own_user(void);
uint32_t gp_own_group(void);

int gp_make_folder(int folder, const gp_byte *name, unsigned mode);
int gp_remove(int folder, const gp_byte *name);
int gp_remove_folder(int folder, const gp_byte *name);
int gp_rename_over(int from, const gp_byte *name, int to, const gp_byte *new_name);
int gp_rename_new(int from, const gp_byte *name, int to, const gp_byte *new_name);
// The same into a folder that only we fill, on file systems too that cannot tell a new name from a taken one by themselves.
int gp_rename_into_ours(int from, const gp_byte *name, int to, const gp_byte *new_name);

long gp_read(int file, void *bytes, size_t count);
long gp_read_at(int file, void *bytes, size_t count, int64_t offset);
long gp_write(int file, const void *bytes, size_t count);
long gp_write_at(int file, const void *bytes, size_t count, int64_t offset);
long gp_read_entries(int folder, void *bytes, size_t count);
int gp_seek(int file, int64_t offset);
int gp_sync(int file);
int gp_sync_file_system(int file);

int gp_lease(int file);
int gp_end_lease(int file);
void gp_ignore_lease_signal(void);
int gp_hold_exclusively(int file);
int gp_hold_shared(int file);
int gp_is_write_locked(int file);
int gp_lock_range(int file);
int gp_leave_pid(int file);
int gp_read_pid(int file);

// From here on every call that changes something answers EOWNERDEAD once this lock no longer bears its path.
int gp_raise_fence(int lock, const gp_byte *path);
void gp_lower_fence(void);
int gp_is_fenced(void);

// A death by a fault of our own, on a thread that is reading, leaves GP_TESTIMONY bytes in this file: "crashed", and
// whom it was reading alone, where there was a suspect.
#define GP_TESTIMONY 64
void gp_call_witness(int file, int64_t offset);
void gp_dismiss_witness(void);
void gp_suspect(const gp_byte *name);
void gp_begin_reading(void);
void gp_return_stack(void);
void gp_end_reading(void);

// A thread with a small stack runs the body, and leaves SIGTERM, SIGINT and SIGHUP to the thread that started it. It is joined or
// left, once.
typedef void (*gp_body)(void *context);
int gp_start_thread(unsigned long *thread, void *context, gp_body body);
void gp_name_thread(const char *name);
void gp_join_thread(unsigned long thread);
void gp_leave_thread(unsigned long thread);
// One value that each thread has for itself, NULL at first.
void gp_set_own(void *value);
void *gp_own(void);

// From now on this process, with the threads it will start, steps back where others want the processor: a nice value of 10 at the least.
void gp_step_back(void);
// Two heaps for all threads, and arrays of a MiB and more outside them. Before the first thread is started.
void gp_keep_heap_small(void);
// Gives back to the system what nobody uses.
void gp_give_heap_back(void);

int64_t gp_wall_clock(void);
int64_t gp_boot_clock(void);
// Stands still while the machine sleeps.
int64_t gp_awake_clock(void);
int gp_make_bell(void);
// From now on SIGTERM and SIGINT (a stop) and SIGHUP (a reload) are noted and ring this bell, which must stay open.
void gp_heed_signals(int bell);
// What was noted since the last call: 1 for a stop, 2 for a reload, 3 for both, 0 for nothing.
int gp_signals_heeded(void);
// A hold on a process: while it lasts no other process can be meant, even when that one has ended. -ENOSYS before Linux 5.3.
int gp_hold_process(int pid);
// Sends SIGHUP to the process that is held.
int gp_ask_for_reload(int process);
int gp_random(void *bytes, size_t count);

// Turns text in GB18030 into UTF-8; the room must be twice as large. The length of it, -EILSEQ where it is none, and -ENOSYS where
// the machine has no table of it.
long gp_read_gb18030(const gp_byte *bytes, size_t count, gp_byte *text, size_t room);

#endif
