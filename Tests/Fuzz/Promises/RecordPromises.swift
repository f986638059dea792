import Formats
import GridCore
import Words

enum RecordPromises {
  static func check(_ bytes: [UInt8]) throws(BrokenPromise) {
    for format in [RecordSlicer.Format.json, .ndjson] {
      let slicer: RecordSlicer
      do {
        slicer = try self.slicer(bytes, format)
      } catch {
        try checkPlace(of: error, in: bytes)
        try checkRefusal(error, of: bytes, format)
        continue
      }
      let records = try cut(slicer)
      try checkSlices(records.map(\.slice), in: bytes)
      try checkResuming(records, bytes, format)
      switch format {
      case .json: try checkElements(records.map(\.slice), in: bytes)
      case .ndjson: try checkLines(records.map(\.slice), slicer)
      }
      for (slice, _) in records { try checkReading(of: slice, in: bytes) }
    }
  }

  private typealias Record = (slice: RecordSlice, next: Int)

  private static func slicer(
    _ bytes: [UInt8], _ format: RecordSlicer.Format, from start: Int = 0
  ) throws(InputFault) -> RecordSlicer {
    try RecordSlicer(bytes: bytes, format: format, limits: IntakeLimits(), startingAt: start)
  }

  /// All records, each with the offset at which a later slicer goes on.
  private static func cut(_ slicer: RecordSlicer) throws(BrokenPromise) -> [Record] {
    var slicer = slicer
    var records: [Record] = []
    while let slice = slicer.next() { records.append((slice, slicer.offset)) }
    try promise(slicer.offset == slicer.bytes.count, "after the last record nothing is left")
    return records
  }

  private static func checkSlices(_ slices: [RecordSlice], in bytes: [UInt8]) throws(BrokenPromise) {
    var end = 0
    for slice in slices {
      try promise(
        !slice.range.isEmpty && slice.range.lowerBound >= end && slice.range.upperBound <= bytes.count,
        "records follow one another within the file, not \(slice.range) after \(end)")
      end = slice.range.upperBound
      let place = place(of: slice.range.lowerBound, in: bytes)
      try promise(slice.position == TextPosition(line: place.line, column: place.column), "the record is at \(place)")
    }
  }

  /// A slicer that goes on at an offset finds what the first one would have found.
  private static func checkResuming(
    _ records: [Record], _ bytes: [UInt8], _ format: RecordSlicer.Format
  ) throws(BrokenPromise) {
    var random = SplitMix(of: bytes)
    for _ in 0..<min(5, records.count) {
      let index = random.below(records.count)
      let rest: [Record]
      do {
        rest = try cut(try slicer(bytes, format, from: records[index].next))
      } catch let fault as InputFault {
        throw BrokenPromise(description: "cutting goes on at \(records[index].next), yet \(fault)")
      } catch let broken as BrokenPromise {
        throw broken
      } catch {
        throw BrokenPromise(description: "\(error)")
      }
      try promise(
        rest.map(\.slice) == records[(index + 1)...].map(\.slice), "going on at \(records[index].next) gives the rest")
    }
  }

  private static func text(of bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
  }

  private static func checkElements(_ slices: [RecordSlice], in bytes: [UInt8]) throws(BrokenPromise) {
    guard SlowJSON.isShallow(bytes), let whole = SlowJSON.value(of: text(of: bytes)) else {
      try promise(!SlowJSON.isShallow(bytes), "a file that is cut is JSON")
      return
    }
    let values = slices.map { SlowJSON.value(of: Array(bytes[$0.range])) }
    if case .list(let items) = whole {
      try promise(!items.isEmpty && values == items, "the records are the elements: \(items), not \(values)")
    } else {
      try promise(values == [whole], "the record is the text")
    }
  }

  private static func checkRefusal(
    _ fault: InputFault, of bytes: [UInt8], _ format: RecordSlicer.Format
  ) throws(BrokenPromise) {
    if format == .ndjson {
      return try promise([.empty, .encoding].contains(fault.code), "lines are condemned one by one, not by \(fault)")
    }
    guard SlowJSON.isShallow(bytes), let whole = SlowJSON.value(of: text(of: bytes)) else { return }
    switch whole {
    case .list(let items): try promise(items.isEmpty && fault.code.rawValue == "empty", "a list is cut, yet \(fault)")
    case .object: throw BrokenPromise(description: "an object is a record, yet \(fault)")
    case .word, .number, .text:
      try promise(fault.code.rawValue == "not-an-event", "a single value is no event, not \(fault)")
    }
  }

  private static func checkLines(_ slices: [RecordSlice], _ slicer: RecordSlicer) throws(BrokenPromise) {
    let isSpace = { (byte: UInt8) in [0x20, 0x09, 0x0D].contains(byte) }
    var lines = text(of: slicer.bytes).split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Array(line.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
    try promise(
      lines.filter { !$0.isEmpty } == slices.map { Array(slicer.bytes[$0.range]) }, "the records are the lines")
    lines.removeLast()
    var passed = slicer
    while passed.next() != nil {}
    try promise(passed.blankLines == lines.count(where: \.isEmpty), "blank lines are counted: \(passed.blankLines)")
  }

  private static func checkReading(of slice: RecordSlice, in bytes: [UInt8]) throws(BrokenPromise) {
    guard
      case .failure(let rejection) = EventReader(limits: IntakeLimits()).read(
        slice, of: bytes, received: FuzzTown.receipt)
    else { return }
    let end = place(of: slice.range.upperBound, in: bytes)
    let place = (rejection.line, rejection.column)
    try promise(
      place >= (slice.position.line, slice.position.column) && place <= (end.line, end.column),
      "the fault lies in its record, not at \(place)")
    try checkWords(rejection.message)
  }
}
