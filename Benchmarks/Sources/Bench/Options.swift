import Foundation

/// What was asked for on the command line.
struct Options {
  static let usage = """
    usage: gridpost-bench --binary PATH [--floor PATH] [--folder DIR] [--cache DIR] [--only a,b,…] [--rounds N]
                          [--scale F] [--minutes M] [--quick] [--keep]

      --binary   the gridpost to measure
      --floor    the floor to measure it by (default: gridpost-floor beside this program)
      --folder   where all is made, measured and removed: its volume is what is measured (default: ./bench)
      --cache    where a state with a million open items is kept for later runs (default: beside the folder)
      --only     some workloads, of a b c d e f g h i j k l m n
      --rounds   how often, interleaved with the floor; medians count (default 3)
      --scale    a fraction of every number of events
      --minutes  begin nothing that would end later (default: no bound)
      --quick    a tenth of the events, one round, only a b c e i
      --keep     remove nothing
    """

  var binary = ""
  var floor = "gridpost-floor"
  var folder = "bench"
  var cache = ""
  var only: Set<String> = []
  var rounds = 3
  var scale = 1.0
  var minutes = Double.infinity
  var isQuick = false
  var keeps = false

  init(_ arguments: [String]) throws {
    if let program = executable() { floor = (program as NSString).deletingLastPathComponent + "/gridpost-floor" }
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--quick":
        isQuick = true
        only = ["a", "b", "c", "e", "i"]
        rounds = 1
        scale = 0.1
        continue
      case "--keep":
        keeps = true
        continue
      default: break
      }
      guard let value = rest.popFirst() else { throw Trouble("\(option) wants a value\n\(Self.usage)") }
      switch option {
      case "--binary": binary = value
      case "--floor": floor = value
      case "--folder": folder = value
      case "--cache": cache = value
      case "--only": only = Set(value.split(separator: ",").map(String.init))
      case "--rounds": rounds = max(1, Int(value) ?? rounds)
      case "--scale": scale = Double(value) ?? scale
      case "--minutes": minutes = Double(value) ?? minutes
      default: throw Trouble("unknown option \(option)\n\(Self.usage)")
      }
    }
    guard !binary.isEmpty else { throw Trouble(Self.usage) }
    binary = absolute(binary)
    floor = absolute(floor)
    folder = absolute(folder)
    cache = absolute(cache.isEmpty ? folder + ".cache" : cache)
  }

  /// A number of events, scaled.
  func events(_ count: Int) -> Int {
    max(100, Int(Double(count) * scale))
  }

  private func executable() -> String? {
    let path = realpath("/proc/self/exe", nil)
    defer { free(path) }
    return path.map { String(cString: $0) }
  }
}

/// Something that keeps a workload from being measured.
struct Trouble: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
