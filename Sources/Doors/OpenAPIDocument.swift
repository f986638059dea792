/// The description of the API (OpenAPI 3.1).
package enum OpenAPIDocument {}
