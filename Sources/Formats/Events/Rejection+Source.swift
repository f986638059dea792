package import GridCore
internal import Words

extension Rejection {
  /// For an event in a producer's folder that speaks for another source.
  package init(wrongSource event: Event, at position: TextPosition) {
    self.init(
      code: "wrong-source", at: position,
      message: Bilingual(
        en: "the source '\(event.identity.source)' is not the folder's producer",
        zh: "来源“\(event.identity.source)”与所在目录的报送方不符"),
      source: event.identity.source, id: event.identity.id, type: event.type)
  }
}
