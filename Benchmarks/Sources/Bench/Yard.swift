import Foundation

/// Where things are measured: the folder, its time, what is left to be cleared away, and what was found.
final class Yard {
  let options: Options
  let table = Table()
  let started = now()
  private var left: [String] = []
  private var number = 0
  private var filesBefore = 0
  /// Seconds to make and sync a small file, and to remove one, on this volume, now.
  private(set) var making = 0.0
  private(set) var removing = 0.0

  init(_ options: Options) throws {
    self.options = options
    for program in [options.binary, options.floor] where access(program, X_OK) != 0 {
      throw Trouble("no such program: \(program)")
    }
    let mark = options.folder + "/.gridpost-bench"
    guard access(mark, F_OK) == 0 || isEmpty(options.folder) else {
      throw Trouble("\(options.folder) is not ours: name a folder that is empty or not there")
    }
    remove(options.folder)
    try FileManager.default.createDirectory(atPath: options.folder, withIntermediateDirectories: true)
    try write([], to: mark)
    filesBefore = freeFiles()
    try probe()
  }

  private func freeFiles() -> Int {
    var volume = statvfs()
    return statvfs(options.folder, &volume) == 0 ? Int(volume.f_ffree) : 0
  }

  func wants(_ workload: String) -> Bool {
    options.only.isEmpty || options.only.contains(workload)
  }

  /// A fresh name in the folder; cleared away at the end.
  func place(_ name: String) -> String {
    number += 1
    left.append("\(options.folder)/\(number)-\(name)")
    return left[left.count - 1]
  }

  /// Where so many files more would fill the volume, what is done with goes at once. Elsewhere all is removed at the end:
  /// removing is work for the volume, and some make new files slowly for a minute after it.
  func done(with places: String..., files: Int) {
    var volume = statvfs()
    guard statvfs(options.folder, &volume) == 0 else { return }
    let room = Int(volume.f_bavail) * Int(volume.f_frsize) / 6000
    guard min(room, volume.f_favail == 0 ? room : Int(volume.f_favail)) < files * 4 + 500_000 else { return }
    for place in places where left.contains(place) { drop(place) }
  }

  func drop(_ place: String) {
    guard !options.keeps else { return }
    for path in [place] + ["log", "run.out", "pass.out", "status.out", "verify.out"].map({ "\(place).\($0)" }) {
      remove(path)
    }
    left.removeAll { $0 == place }
  }

  func clear() {
    if !options.keeps { remove(options.folder) }
  }

  /// Seconds that can still be spent so that all is cleared away in time.
  var timeLeft: Double {
    options.minutes * 60 - (now() - started) - Double(max(0, filesBefore - freeFiles())) * removing
  }

  /// Whether something that takes so long can still be begun; says so if not.
  func hasTime(_ what: String, seconds: Double) -> Bool {
    if seconds <= timeLeft { return true }
    table.leftOut(
      what,
      say("it wants \(decimal(seconds, 0)) s more; name it with --only", "还要 \(decimal(seconds, 0)) 秒;可用 --only 单独测"))
    return false
  }

  /// Runs a job of the floor's; what it makes for others has a seed and a first number, so that ids stay unique.
  @discardableResult
  func floor(
    _ job: String, _ town: Town, _ events: Int, in place: String, seed: Int = 2025, first: Int = 0,
    open: (Int, of: Int) = (0, 0)
  ) throws -> FloorRun {
    let numbers = [events, seed, first, open.0, open.of].map { "\($0)" }
    let words = try floor([job, place, town.list] + numbers)
    return FloorRun(
      seconds: words.first.flatMap { Double($0) } ?? 0, cpu: words.dropFirst().first.flatMap { Double($0) } ?? 0)
  }

  /// What the floor prints, in words.
  func floor(_ arguments: [String]) throws -> [Substring] {
    let output = options.folder + "/floor.out"
    let end = try Child([options.floor] + arguments, output: output).wait()
    guard end.status == 0 else { throw Trouble("the floor's \(arguments[0]) ended with \(end.status)") }
    return (contents(output) ?? "").split { $0 == " " || $0 == "\n" }
  }

  /// Removes whatever is there.
  func remove(_ path: String) {
    guard access(path, F_OK) == 0 else { return }
    do { try shell("rm", "-rf", "--", path) } catch { tell("\(error)") }
  }

  /// Runs a command that must end well.
  func shell(_ words: String...) throws {
    let end = try Child(words, output: "/dev/null").wait()
    guard end.status == 0 else { throw Trouble("\(words.joined(separator: " ")) ended with \(end.status)") }
  }

  private func probe() throws {
    let count = 300
    let folder = place("probe")
    mkdir(folder, 0o755)
    let bytes = [UInt8](repeating: 120, count: 500)
    let begin = now()
    for index in 0..<count { try write(bytes, to: "\(folder)/\(index)") }
    sync()
    let middle = now()
    for index in 0..<count { unlink("\(folder)/\(index)") }
    making = (middle - begin) / Double(count)
    removing = (now() - middle) / Double(count)
    drop(folder)
  }

  /// The machine, without names or paths.
  var facts: String {
    var system = utsname()
    uname(&system)
    let kernel = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return """
      \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, Linux \(kernel), \(volumeKind(options.folder)); \
      a small file: \(decimal(making * 1e6, 0)) us to make, \(decimal(removing * 1e6, 0)) us to remove
      """
  }
}

/// What the floor took: seconds of wall and of CPU.
struct FloorRun {
  var seconds: Double
  var cpu: Double
}

/// The file system a folder is on, and the options it is mounted with.
private func volumeKind(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return "?" }
  defer { free(real) }
  let folder = String(cString: real)
  var best = (length: -1, text: "?")
  let mounts = contents("/proc/self/mounts") ?? ""
  for line in mounts.split(separator: "\n") {
    let words = line.split(separator: " ")
    guard words.count > 3 else { continue }
    let point = String(words[1])
    guard point == "/" || folder == point || folder.hasPrefix(point + "/"), point.count >= best.length else { continue }
    best = (point.count, "\(words[2]) (\(words[3]))")
  }
  return best.text
}
