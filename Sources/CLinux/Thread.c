#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

// Enough for the deepest input there may be, many times over, and little enough for a narrow address space.
enum { stack_size = 1 << 20 };

struct work {
  gp_body body;
  void *context;
};

static void *run(void *given) {
  struct work work = *(struct work *)given;
  free(given);
  work.body(work.context);
  gp_return_stack();
  return NULL;
}

int gp_start_thread(unsigned long *thread, void *context, gp_body body) {
  struct work *work = malloc(sizeof *work);
  if (!work) return -ENOMEM;
  *work = (struct work){body, context};
  pthread_attr_t attributes;
  int answer = pthread_attr_init(&attributes);
  if (answer) {
    free(work);
    return -answer;
  }
  pthread_attr_setstacksize(&attributes, stack_size);
  // A thread begins with the signals that whoever starts it holds back.
  sigset_t left, before;
  sigemptyset(&left);
  sigaddset(&left, SIGTERM);
  sigaddset(&left, SIGINT);
  sigaddset(&left, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &left, &before);
  pthread_t started;
  answer = pthread_create(&started, &attributes, run, work);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (answer) {
    free(work);
    return -answer;
  }
  *thread = started;
  return 0;
}

void gp_name_thread(const char *name) {
  char kept[16] = {0};
  strncpy(kept, name, sizeof kept - 1);
  pthread_setname_np(pthread_self(), kept);
}

void gp_join_thread(unsigned long thread) { pthread_join(thread, NULL); }

void gp_leave_thread(unsigned long thread) { pthread_detach(thread); }

static _Thread_local void *own;

void gp_set_own(void *value) { own = value; }

void *gp_own(void) { return own; }
