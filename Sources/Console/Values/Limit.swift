import ArgumentParser
package import GridCore

/// A limit on the command line, written as the rules write it.
package struct Limit: ExpressibleByArgument {
  package let limit: TimeLimit

  package init?(argument: String) {
    guard let limit = TimeLimit(argument) else { return nil }
    self.limit = limit
  }
}

extension Risk: ExpressibleByArgument {}
extension StepKind: ExpressibleByArgument {}
extension Outcome: ExpressibleByArgument {}
extension ReturnGround: ExpressibleByArgument {}
