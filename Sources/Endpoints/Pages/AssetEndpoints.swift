internal import Board
internal import Web

/// The style, the script and the icon, which strangers need to log in.
enum AssetEndpoints {
  /// The endpoints.
  static var endpoints: [Endpoint] {
    BoardAsset.allCases.map { asset in
      .get(asset.path, .strangers) { _ in WebAnswer(type: asset.type, asset.bytes) }
    }
  }
}
