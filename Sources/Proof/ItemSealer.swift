package import GridCore
import Ledger
internal import Postings
import Seals

/// Computes what stands for an item in the chain of entries, again and again.
package struct ItemSealer {
  private var hasher = FieldHasher()

  package init() {}

  /// The digest that stands for an item.
  ///
  /// - Parameter isEarlier: as the releases before the life of a case made it.
  package mutating func seal(_ item: Item, isEarlier: Bool = false) -> Digest {
    item.seal(with: &hasher, isEarlier: isEarlier)
  }
}
