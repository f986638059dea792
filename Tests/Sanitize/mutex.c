// Tells the thread sanitizer of the waits it cannot see.
//
// Swift's Mutex takes and gives its word by atomics in our own code, which the sanitizer follows; but where two threads meet at
// it, the kernel hands the word over, called from a library that was built without the sanitizer. Preloaded, this stands before
// those two calls and reports the hand-over; without it, whatever a contended Mutex guards would be taken for a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

typedef void lock_call(uint32_t, SELF void *) SWIFT;
typedef void unlock_call(SELF void *) SWIFT;

SWIFT void lock_slow(uint32_t thread, SELF void *word) __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void unlock_slow(SELF void *word) __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

SWIFT void lock_slow(uint32_t thread, SELF void *word) {
  static lock_call *next;
  if (!next) next = (lock_call *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
  next(thread, word);
  if (__tsan_acquire) __tsan_acquire(word);
}

SWIFT void unlock_slow(SELF void *word) {
  static unlock_call *next;
  if (!next) next = (unlock_call *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
  if (__tsan_release) __tsan_release(word);
  next(word);
}
