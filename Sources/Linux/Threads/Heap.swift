internal import CLinux

/// What the process takes of memory for its threads, and gives back; and that it steps back where others want the processor.
package enum Heap {
  /// A nice value of 10 at the least, for this thread and those that it will start (setpriority(2)): who looks shall not slow down who
  /// writes. Nothing is asked for where it was started so, and a refusal is no harm.
  package static func stepBack() { gp_step_back() }

  /// Two heaps for all threads, and long arrays outside them: so what many threads took for a moment does not stay taken (mallopt(3)).
  ///
  /// Of glibc's own accord each thread has a heap, and arrays of up to 32 MiB come to lie in them once one was given back.
  package static func keepSmall() { gp_keep_heap_small() }

  /// Gives back what nobody uses (malloc_trim(3)).
  package static func giveBack() { gp_give_heap_back() }
}
