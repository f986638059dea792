import FuzzPromises
import Glibc

/// The coverage-guided fuzzer of the toolchain, driving one target: `gridpost-fuzz TARGET [libFuzzer's options and folders]`.
///
/// `gridpost-fuzz targets` lists them; `gridpost-fuzz words TARGET` prints its dictionary.
@main enum Fuzzer {
  static func main() {
    let arguments = CommandLine.arguments
    if arguments.count == 2, arguments[1] == "targets" {
      for target in FuzzTarget.allCases { print(target.rawValue) }
      return
    }
    if arguments.count == 3, arguments[1] == "words", let target = FuzzTarget(rawValue: arguments[2]) {
      for word in target.words { print("\"" + word.map(escaped).joined() + "\"") }
      return
    }
    // libFuzzer must not take the target for a folder, and loses it where it starts itself again.
    let isNamed = arguments.count > 1 && FuzzTarget(rawValue: arguments[1]) != nil
    if isNamed { setenv(variable, arguments[1], 1) }
    guard getenv(variable) != nil else {
      tell("usage: gridpost-fuzz TARGET [options] [folders] | targets | words TARGET")
      exit(64)
    }
    let skipped: CInt = isNamed ? 1 : 0
    var count = CommandLine.argc - skipped
    var values = CommandLine.unsafeArgv + Int(skipped)
    values[0] = CommandLine.unsafeArgv[0]
    exit(runDriver(&count, &values, feed))
  }

  private static func escaped(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
  }
}

private func tell(_ text: String) {
  let line = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
}

private let variable = "GRIDPOST_FUZZ_TARGET"

private let chosen = getenv(variable).flatMap { FuzzTarget(rawValue: String(cString: $0)) }

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ values: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_cdecl("LLVMFuzzerTestOneInput")
private func feed(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try chosen?.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    tell("\nbroken promise: \(error)")
    abort()
  }
  return 0
}
