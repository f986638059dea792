import Glibc

/// A line that nobody is to see: asked for at a terminal without echo, or read from stdin.
package enum HiddenLine {
  /// More than a line of this length is none.
  private static let longest = 4_096

  /// Whether somebody sits at a terminal.
  package static var isAsked: Bool { isatty(STDIN_FILENO) == 1 }

  /// The next line of stdin without its end; nil where there is none.
  package static func read() -> [UInt8]? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < longest {
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return line.isEmpty ? nil : line }
      if byte == UInt8(ascii: "\n") {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
      }
      line.append(byte)
    }
    return line
  }

  /// Asks at the terminal, and shows nothing of what is typed; nil where somebody broke it off.
  package static func ask(_ prompt: String) -> [UInt8]? {
    Console.err(prompt)
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return read() }
    // A signal would leave the terminal without echo: it is a character meanwhile.
    var hidden = before
    hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
    guard let line = read(), !line.contains(where: { [0x03, 0x1A, 0x1C].contains($0) }) else { return nil }
    return line
  }
}
