internal import CLinux
internal import Couriers
internal import Formats
internal import Glibc
internal import GridCore
internal import JSON
internal import Linux
internal import Synchronization
internal import Words

/// `outbox/.courier/courier.log.ndjson`: a line a try, which a full disk may cost. Four old ones are kept.
final class CourierLog: Sendable {
  static let name = "courier.log.ndjson"
  static let largest: Int64 = 8 << 20
  private static let kept = 4

  /// One try, or a notice that was gone before it.
  struct Line {
    var at: Timestamp
    var courier: Courier
    var notices: [(id: String, item: String)]
    /// `delivered retry undelivered stopped taken test`.
    var result: String
    var status: Int?
    var why: Verdict.Why?
    var milliseconds: Int64?
  }

  private let folder: CourierFolder
  private let turn = Mutex(())

  init(_ folder: CourierFolder) { self.folder = folder }

  /// Adds a line; what the world does to it holds nobody up.
  func add(_ line: Line) {
    turn.withLock { _ in
      // A line that is lost is no notice that is lost: the disk's trouble is told by the loop that meets it next.
      do throws(WorldError) { try append(Self.text(line)) } catch { return }
    }
  }

  private func append(_ bytes: [UInt8]) throws(WorldError) {
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW
    let opened = gp_open_beneath(folder.own.number, terminated(Self.name), flags, folder.ownership.forFiles)
    let file = Descriptor(owning: try checked(opened, "open", Self.name))
    let size = try file.status(shownAs: Self.name).size
    if size == 0 { try folder.ownership.impose(on: file, mode: folder.ownership.forFiles, shownAs: Self.name) }
    let count = bytes.withUnsafeBytes { gp_write(file.number, $0.baseAddress, $0.count) }
    try checked(count, "write", Self.name)
    if size + Int64(bytes.count) > Self.largest { rotate() }
  }

  private func rotate() {
    for number in stride(from: Self.kept, through: 1, by: -1) {
      let older = number == 1 ? Self.name : "\(Self.name).\(number - 1)"
      _ = gp_rename_over(folder.own.number, terminated(older), folder.own.number, terminated("\(Self.name).\(number)"))
    }
  }

  private static func text(_ line: Line) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("at", line.at)
    json.field("courier", line.courier.name)
    json.field("to", line.courier.target.description)
    json.field("result", line.result)
    if line.notices.count == 1, let notice = line.notices.first {
      json.field("notice", notice.id)
      json.field("item", notice.item)
    } else {
      json.key("notices")
      json.beginArray()
      for notice in line.notices { json.string(notice.id) }
      json.endArray()
    }
    json.field("status", line.status ?? line.why?.status)
    json.field("code", line.why?.code)
    json.field("error", line.why?.text.en)
    json.field("milliseconds", line.milliseconds)
    json.endObject()
    json.endLine()
    return json.bytes
  }
}
