package import Formats
package import Logging

/// What the daemon says to people, in their language; machines read the ledger and `status`.
package struct Journal: Sendable {
  package let language: Language
  package let logger: Logger

  package init(language: Language, logger: Logger) {
    self.language = language
    self.logger = logger
  }

  package func say(_ level: Logger.Level, _ en: @autoclosure () -> String, _ zh: @autoclosure () -> String) {
    logger.log(level: level, "\(language == .zh ? zh() : en())")
  }
}
