internal import Doors
internal import Web

/// The description of all this, for strangers too.
enum OpenAPIEndpoint {
  /// The endpoints: where other documents of the API lie, and where people look for it.
  static var endpoints: [Endpoint] {
    ["/api/v1/openapi.json", "/openapi.json"].map { path in
      .get(path, .strangers) { _ in WebAnswer(type: "application/json", OpenAPIDocument.bytes) }
    }
  }
}
