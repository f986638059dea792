/// The kinds of step an event may ask for.
package enum StepKind: String, Sendable, CaseIterable {
  case assign, accept, `return`, transfer, extend, suspend, resume, approve, refuse, resolve, check, visit, reopen,
    appeal
  case void, note
}
