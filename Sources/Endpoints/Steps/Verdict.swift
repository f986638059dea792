internal import Answers
internal import Formats
package import GridCore
package import Ledger
package import Web
internal import Words

/// What the daemon made of an event that we brought in.
package enum Verdict {
  /// Looks once: nil while there is no answer, a `Problem` where it was refused.
  ///
  /// - Parameter refusal: the number of a record up to which a refusal is another one's.
  /// - Returns: the outcome of what was taken.
  package static func look(
    _ desk: Desk, _ identity: EventIdentity, after refusal: Int64 = 0
  ) throws(Problem) -> RecordOutcome? {
    let answer = try desk.reading { try $0.record(of: identity, key: identity.key) }
    switch answer?.outcome {
    case nil, .held: return nil
    case .rejected where answer.map { $0.seq <= refusal } ?? false: return nil
    case .rejected(let code, let text, let parameters): throw problem(code, text, parameters)
    case .some(let outcome): return outcome
    }
  }

  /// A refusal as HTTP has it: 409 of a step that is not legal now, 412 where the item went on meanwhile, 403 of another's, 404 of what
  /// nobody knows, else 422.
  package static func problem(_ code: String, _ text: String, _ parameters: String?) -> Problem {
    let words = Refusal.words(code: code, parameters: parameters, stored: text)
    let kind: ProblemCode =
      switch code {
      case RejectionCode.illegalStep.rawValue: .illegalStep
      case RejectionCode.unknownItem.rawValue: .notFound
      case RejectionCode.notYours.rawValue: .notYours
      case RejectionCode.changedMeanwhile.rawValue: .changedMeanwhile
      default: .refused
      }
    var problem = Problem(kind, words, kind: code)
    // Of a list what is legal differs from item to item: each says it for itself.
    if let list = parameters.flatMap({ ListVerdicts(parameters: $0) }) {
      problem.faults = list.entries.compactMap { entry in
        entry.refusal.map { refusal in
          let words = refusal.message
          return Problem.Fault(
            line: nil, column: nil, code: refusal.code.rawValue,
            words: Bilingual(en: "\(entry.item): \(words.en)", zh: "\(entry.item)：\(words.zh)"))
        }
      }
    } else if kind == .illegalStep {
      problem.legal = Refusal.legalSteps(code: code, parameters: parameters)
    }
    return problem
  }
}
