#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Everything a handler touches lies here, ready before the signal comes: it may neither allocate nor lock.

static const int deaths[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
enum { death_count = sizeof deaths / sizeof deaths[0], stack_size = 64 * 1024 };

static struct sigaction before[death_count];
static atomic_int witness = -1;
static int64_t place;
static char testimony[GP_TESTIMONY];

static _Thread_local volatile sig_atomic_t reading;
static _Thread_local int has_stack;
static _Thread_local void *given;

static void testify(int number, siginfo_t *why, void *context) {
  (void)context;
  int error = errno;
  int file = atomic_load(&witness);
  // A signal that another process sent, such as a watchdog's, says nothing about what was being read.
  int is_fault = number != SIGABRT && why->si_code > 0;
  int is_ours = is_fault || (why->si_code <= 0 && why->si_pid == getpid());
  if (reading > 0 && is_ours && file >= 0)
    (void)!pwrite(file, testimony, sizeof testimony, (off_t)place);
  // A fault comes again by itself when the handler returns, and meets whoever was there before us: Swift's backtracer, say.
  // What was sent, or may have been, has to be sent again, to nobody: the backtracer would let it pass.
  int comes_again = is_fault && why->si_code != SI_KERNEL;
  struct sigaction end = {.sa_handler = SIG_DFL};
  for (int index = 0; index < death_count; index++)
    if (deaths[index] == number) sigaction(number, comes_again ? &before[index] : &end, NULL);
  if (!comes_again) raise(number);
  errno = error;
}

void gp_call_witness(int file, int64_t offset) {
  place = offset;
  gp_suspect((const gp_byte *)"");
  if (atomic_exchange(&witness, file) >= 0) return;
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
  action.sa_sigaction = testify;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < death_count; index++) sigaction(deaths[index], &action, &before[index]);
}

void gp_dismiss_witness(void) {
  if (atomic_exchange(&witness, -1) < 0) return;
  for (int index = 0; index < death_count; index++) sigaction(deaths[index], &before[index], NULL);
}

void gp_suspect(const gp_byte *name) {
  static const char words[] = "crashed ";
  memset(testimony, ' ', sizeof testimony);
  memcpy(testimony, words, sizeof words - 1);
  size_t length = strnlen((const char *)name, sizeof testimony - sizeof words);
  memcpy(testimony + sizeof words - 1, name, length);
  testimony[sizeof testimony - 1] = '\n';
}

// Without a stack of its own the handler could not run when the thread's stack is what ran out.
static void give_stack(void) {
  stack_t found;
  if (sigaltstack(NULL, &found) < 0 || !(found.ss_flags & SS_DISABLE)) return;
  void *room = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (room == MAP_FAILED) return;
  stack_t stack = {.ss_sp = room, .ss_size = stack_size};
  if (sigaltstack(&stack, NULL) < 0) munmap(room, stack_size);
  else given = room;
}

// A thread that ends takes its second stack along.
void gp_return_stack(void) {
  if (!given) return;
  stack_t none = {.ss_flags = SS_DISABLE};
  if (sigaltstack(&none, NULL) == 0) munmap(given, stack_size);
  given = NULL;
}

void gp_begin_reading(void) {
  if (!has_stack) {
    has_stack = 1;
    give_stack();
  }
  reading++;
}

void gp_end_reading(void) {
  reading--;
  if (reading == 0) gp_suspect((const gp_byte *)"");
}
