#include "CLinux.h"

#include <malloc.h>
#include <sys/resource.h>

// One that was started so asks for nothing: a sandbox may forbid it.
void gp_step_back(void) {
  if (getpriority(PRIO_PROCESS, 0) < 10) {
    (void)setpriority(PRIO_PROCESS, 0, 10);
  }
}

void gp_keep_heap_small(void) {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

void gp_give_heap_back(void) {
  malloc_trim(0);
}
