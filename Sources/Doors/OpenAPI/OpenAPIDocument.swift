/// The description of the API (OpenAPI 3.1), as a text that is put together once.
///
/// Whoever changes an answer changes it here: tests hold answers against it.
package enum OpenAPIDocument {
  /// The whole document, JSON.
  package static let bytes = Array(
    """
    {\(head),
    "paths": {\(questions),
    \(doings),
    \(open311Paths)},
    "components": {\(shared),
    "schemas": {\(schemas),
    \(moreSchemas),
    \(requests),
    \(open311Schemas)}}}

    """.utf8)

  private static let head = #"""
    "openapi": "3.1.0",
    "info": {"title": "Gridpost", "version": "1",
     "description": "Reports go to the grid post whose job it is. Where serve runs without users, no token is wanted."},
    "security": [{"token": []}, {}]
    """#

  private static let shared = #"""
    "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token of users.yaml, gp_…"}},
    "parameters": {"From": {"name": "from", "in": "query", "required": false, "schema": {"type": "string",
     "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}, "To": {"name": "to", "in": "query",
     "required": false, "schema": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}},
     "At": {"name": "at", "in": "query", "required": false, "schema": {"type": "string", "format": "date-time"},
     "description": "Lateness and lengths as of this moment (RFC 3339)."}, "Own": {"name": "own", "in": "query",
     "required": false, "schema": {"type": "string", "enum": ["", "0", "1", "true", "false"]},
     "description": "Counts what the daemon itself reported too."}},
    "responses": {"Problem": {"description": "Refused (RFC 9457).",
     "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
     "Open311Errors": {"description": "Refused.",
     "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Open311Errors"}},
     "text/xml": {"schema": {"type": "string"}}}}}
    """#
}
