/// What to put before a command so that one of its system calls goes wrong.
package enum Strace {
  package static func command(_ call: String, _ what: String) -> [String] {
    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):\(what)"]
  }
}
