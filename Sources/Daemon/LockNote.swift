package import Formats
internal import GridCore

/// What a daemon writes into its lock file for `status` in other processes: who it is, and what is wrong with it right now.
package struct LockNote: Sendable {
  package let pid: Int32
  package let epoch: Int64
  /// Seconds since the machine was started (CLOCK_BOOTTIME), renewed every second.
  package let beat: Int64
  package let faults: [StatusBoard.Fault]

  package init(pid: Int32, epoch: Int64, beat: Int64, faults: [StatusBoard.Fault]) {
    self.pid = pid
    self.epoch = epoch
    self.beat = beat
    self.faults = faults
  }

  /// One line of JSON.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("pid", pid)
    writer.field("epoch", epoch)
    writer.field("beat", beat)
    writer.key("degraded")
    Self.write(faults, to: &writer)
    writer.endObject()
    return writer.bytes
  }

  /// The faults as `status` shows them.
  package static func write(_ faults: [StatusBoard.Fault], to writer: inout JSONWriter) {
    writer.beginArray()
    for fault in faults {
      writer.beginObject()
      writer.field("code", fault.code)
      writer.field("since", fault.since)
      writer.field("text", fault.text)
      writer.endObject()
    }
    writer.endArray()
  }

  /// Reads a note; nil for anything else, such as the room a daemon has not written to yet.
  package init?(bytes: [UInt8]) {
    let value: JSONValue
    do { value = try StrictJSON.read(bytes[...], maxDepth: 4) } catch { return nil }
    guard case .object(let members) = value else { return nil }
    var numbers: [String: Int64] = [:]
    var faults: [StatusBoard.Fault] = []
    for member in members {
      switch member.value {
      case .number(let text): numbers[member.key] = Int64(text)
      case .array(let values): faults = values.compactMap(StatusBoard.Fault.init)
      default: continue
      }
    }
    guard let pid = numbers["pid"], let epoch = numbers["epoch"], let beat = numbers["beat"] else { return nil }
    self.init(pid: Int32(clamping: pid), epoch: epoch, beat: beat, faults: faults)
  }
}

extension StatusBoard.Fault {
  fileprivate init?(_ value: JSONValue) {
    guard case .object(let members) = value else { return nil }
    var texts: [String: String] = [:]
    for member in members {
      if case .string(let text) = member.value { texts[member.key] = text }
    }
    guard let code = texts["code"], let since = texts["since"].flatMap(RFC3339.timestamp), let text = texts["text"]
    else { return nil }
    self.init(code: code, since: since, text: text)
  }
}
