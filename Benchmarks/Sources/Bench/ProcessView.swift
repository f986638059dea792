import Foundation

/// What the kernel tells of a process that runs.
struct ProcessView {
  let pid: pid_t

  init(_ pid: pid_t) {
    self.pid = pid
  }

  /// Peak resident memory in MiB.
  var peak: Double? {
    field("VmHWM:", in: "/proc/\(pid)/status").map { Double($0) / 1024 }
  }

  /// CPU seconds of all its threads, those that are gone included.
  var cpu: Double {
    var (clock, time) = (clockid_t(), timespec())
    guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// How often its threads have gone to sleep of their own accord.
  var sleeps: Int {
    tasks.reduce(0) { $0 + (field("voluntary_ctxt_switches:", in: "\($1)/status") ?? 0) }
  }

  private var tasks: [String] {
    let folder = "/proc/\(pid)/task"
    return names(in: folder).map { "\(folder)/\($0)" }
  }

  private func field(_ name: String, in path: String) -> Int? {
    guard let text = contents(path) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      return Int(line.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }.prefix { $0.isNumber })
    }
    return nil
  }
}
