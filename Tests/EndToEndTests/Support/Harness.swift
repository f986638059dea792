// The driving of the real binary, shared with the chaos program: every story uses it.
@_exported public import Harness
