/// How many reports rounds brought and how many not, how many subjects there are, and how many signals were raised.
package struct TownCounts: Hashable, Sendable {
  package var raised = 0
  package var missed = 0
  package var spared = 0
  package var skipped = 0
  package var subjects = 0
  package var signals = 0

  package init() {}
}
