import Foundation

/// Watches a process do nothing: what that costs, and how often it wakes up for it.
struct Stillness {
  private let view: ProcessView

  init(_ pid: pid_t) {
    view = ProcessView(pid)
  }

  struct Seen {
    var cpu = 0.0
    /// How often threads went back to sleep.
    var sleeps = 0
    /// Moments at which any thread was awake; those less than a twentieth of a second apart count as one.
    var moments = 0
    /// The least seconds from one moment to the next; the whole time when there was none.
    var shortest = 0.0
  }

  /// Looks a hundred times a second at what the kernel counts; the process is not touched by it.
  func watch(_ seconds: Double) -> Seen {
    let cpu = view.cpu
    let sleeps = view.sleeps
    let begin = now()
    var seen = Seen(shortest: seconds)
    var last = sleeps
    var (moment, awake) = (-Double.infinity, -Double.infinity)
    while now() - begin < seconds {
      usleep(10_000)
      let count = view.sleeps
      guard count != last else { continue }
      last = count
      let time = now()
      if time - awake > 0.05 {
        if moment > 0 { seen.shortest = min(seen.shortest, time - moment) }
        moment = time
        seen.moments += 1
      }
      awake = time
    }
    seen.cpu = view.cpu - cpu
    seen.sleeps = last - sleeps
    return seen
  }
}
