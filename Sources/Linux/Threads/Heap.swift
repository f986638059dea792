internal import CLinux

/// What the process takes of memory for its threads, and gives back.
package enum Heap {
  /// Two heaps for all threads, and long arrays outside them: so what many threads took for a moment does not stay taken (mallopt(3)).
  ///
  /// Of glibc's own accord each thread has a heap, and arrays of up to 32 MiB come to lie in them once one was given back.
  package static func keepSmall() { gp_keep_heap_small() }

  /// Gives back what nobody uses (malloc_trim(3)).
  package static func giveBack() { gp_give_heap_back() }
}
