package import Words

/// A YAML text read as one tree, as strictly as a file that people write needs it.
///
/// Guarantees: any bytes give an answer, in time and memory bounded by their number; every fault has its place. Refused are
/// anchors, aliases, tags, merge keys, duplicate keys, keys that are not text, second documents, deep nesting and large files.
/// Typical slips of the keyboard are mended in a scratch copy, and what cannot be mended is covered there, so that what else is
/// wrong is told beside it.
package struct YAMLParser {
  /// The most bytes a text may have.
  package static let largest = 1 << 20
  /// At most so many levels of lists and mappings within one another.
  package static let deepest = 64
  /// At most so many scalars, lists and mappings.
  package static let mostNodes = 200_000

  /// The root of a text, where there is one, and what is wrong with the text.
  package struct Outcome: Sendable {
    /// The root, where there is one.
    package let root: YAMLNode?
    /// What is wrong with the text.
    package let faults: DiagnosticList
    /// Parts could not be read, so that what is missing proves little.
    package let isBroken: Bool
  }

  /// The root node and every fault; the node is nil when the text could not be read to its end.
  package static func parse(
    _ bytes: [UInt8], _ vocabulary: Vocabulary
  ) -> (root: YAMLNode?, faults: [Diagnostic]) {
    let lines = SourceLines(bytes)
    let outcome = read(bytes, lines: lines, vocabulary)
    return (outcome.isBroken ? nil : outcome.root, outcome.faults.sorted(in: lines))
  }

  /// The answer to a text of more bytes than are taken, of which no more need be read.
  package static func tooLarge(_ vocabulary: Vocabulary) -> Diagnostic { YAMLText.tooLarge(vocabulary.file) }

  /// Reads a text as far as it goes.
  ///
  /// - Parameter countFaults: how many faults a tree has for its reader, by which the likelier of two mends is known.
  package static func read(
    _ bytes: [UInt8], lines: SourceLines, _ vocabulary: Vocabulary,
    countFaults: @escaping (YAMLNode) -> Int = { _ in 0 }
  ) -> Outcome {
    var faults = YAMLText.faults(of: bytes, vocabulary)
    guard !faults.hasError else { return Outcome(root: nil, faults: faults, isBroken: true) }
    let scan = SlipScanner(lines, vocabulary)
    for found in scan.slips { faults.add(found.diagnostic) }
    let edits = scan.edits.withoutClosings
    let first = Composition(edits.hasRepairs ? edits.copy(of: lines) : withoutMark(bytes), edits, vocabulary)
    guard first.stop != nil else {
      faults.add(first.faults)
      return Outcome(root: first.root, faults: faults, isBroken: false)
    }
    var mender = SyntaxMender(
      lines, scan, first, edits: edits, size: bytes.count, vocabulary: vocabulary, countFaults: countFaults)
    mender.mend()
    faults.add(mender.faults)
    faults.add(mender.composition.faults)
    return Outcome(root: mender.composition.root, faults: faults, isBroken: mender.isDamaged)
  }

  private static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
  }
}

/// What came of one reading of a text.
struct Composition {
  let root: YAMLNode?
  let faults: DiagnosticList
  let stop: YAMLComposer.Stop?

  init(_ text: [UInt8], _ edits: SlipEdits, _ vocabulary: Vocabulary) {
    (root, faults, stop) = text.withUnsafeBufferPointer { text in
      var composer = YAMLComposer(text, edits: edits, called: vocabulary.file)
      do throws(YAMLComposer.Stop) {
        return (try composer.document(), composer.faults, nil)
      } catch {
        return (nil, composer.faults, error)
      }
    }
  }
}

extension SlipScanner.Found {
  var diagnostic: Diagnostic { slip.diagnostic(line: line, column: at + 1) }
}
