import ArgumentParser

/// How long a command waits for an answer.
package struct WaitOption: ParsableArguments {
  @Option(name: .customLong("wait"), help: hint("Seconds to wait for the answer.", "等候答复的秒数。", "seconds"))
  private var seconds = Seconds(10)

  package init() {}

  /// A day at the most.
  package mutating func validate() throws {
    if !(0...86_400).contains(seconds.count) {
      throw ValidationError(say("--wait wants 0 to 86400 seconds", "--wait 应为 0 到 86400 秒"))
    }
  }

  package var duration: Duration { .seconds(seconds.count) }
}
