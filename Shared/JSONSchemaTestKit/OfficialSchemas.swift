import Foundation
import JSON

/// The schemas that the standards publish, as they were published; each folder has its licence beside it.
public enum OfficialSchemas {
    /// OpenAPI 3.1 with the schemas inside it held to its dialect.
    public static let openAPI = "https://spec.openapis.org/oas/3.1/schema-base/2025-09-15"
    /// AsyncAPI 3.0.0.
    public static let asyncAPI = "http://asyncapi.com/definitions/3.0.0/asyncapi.json"
    /// JSON Schema 2020-12 itself.
    public static let jsonSchema = "https://json-schema.org/draft/2020-12/schema"

    /// All of them, read once.
    public static func library() throws -> SchemaLibrary {
        try readOnce.get()
    }

    private static let readOnce = Result { try read() }

    private static func read() throws -> SchemaLibrary {
        var library = SchemaLibrary()
        for folder in ["openapi-3.1", "asyncapi-3.0.0", "json-schema-2020-12", "json-schema-2020-12/meta"] {
            for (name, document) in try documents(in: folder) { library.add(document, as: "file:///\(folder)/\(name)") }
        }
        return library
    }

    private static func documents(in folder: String) throws -> [(name: String, document: JSONValue)] {
        let place = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(folder)")
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path(percentEncoded: false))
        return try names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            (name, try JSONValue(parsing: Array(Data(contentsOf: place.appending(path: name)))))
        }
    }
}
