internal import Formats
package import Logging
package import Words

/// What the daemon says to people, in their language; machines read the ledger and `status`.
package struct Journal: Sendable {
  package let language: Language
  package let logger: Logger

  package init(language: Language, logger: Logger) {
    self.language = language
    self.logger = logger
  }

  /// What somebody may want to know while looking for a fault.
  package func debug(_ en: @autoclosure () -> String, _ zh: @autoclosure () -> String) { say(.debug, en, zh) }
  /// What goes its ordinary way.
  package func info(_ en: @autoclosure () -> String, _ zh: @autoclosure () -> String) { say(.info, en, zh) }
  /// What goes its way and is worth seeing.
  package func notice(_ en: @autoclosure () -> String, _ zh: @autoclosure () -> String) { say(.notice, en, zh) }
  /// What was refused or left alone; somebody outside should mend it.
  package func warning(_ en: @autoclosure () -> String, _ zh: @autoclosure () -> String) { say(.warning, en, zh) }
  /// What keeps the daemon from its work, or rules from being used.
  package func error(_ en: @autoclosure () -> String, _ zh: @autoclosure () -> String) { say(.error, en, zh) }

  private func say(_ level: Logger.Level, _ en: () -> String, _ zh: () -> String) {
    logger.log(level: level, "\(language == .zh ? zh() : en())")
  }
}
