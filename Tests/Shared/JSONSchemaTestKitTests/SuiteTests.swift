import Foundation
import JSON
import Testing

@testable import JSONSchemaTestKit

/// Runs the official test suite of JSON Schema, whose files lie under `Fixtures`: those about keywords, but for
/// `multipleOf`, which has a number past the range of our decimals.
@Suite("The official JSON Schema test suite")
struct SuiteTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// Every file of a draft; an empty list would be a test that cannot fail, so its length is a case by itself.
    private static func files(of draft: String) throws -> [String] {
        let place = folder.appending(path: draft).path(percentEncoded: false)
        return try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.hasSuffix(".json") }
            .sorted().map { "\(draft)/\($0)" }
    }

    /// The documents that cases expect the suite's own web server to have.
    private static func remotes() throws -> [(uri: String, document: JSONValue)] {
        try files(of: "remotes/draft2020-12").map { file in
            let document = try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: file))))
            return ("http://localhost:1234" + file.dropFirst("remotes".count), document)
        }
    }

    @Test(
        "every case of a file comes out as the suite says",
        arguments: try files(of: "draft2020-12") + files(of: "draft7"))
    func file(name: String) throws {
        let groups = try Self.list(
            JSONValue(parsing: Array(Data(contentsOf: Self.folder.appending(path: name)))))
        #expect(!groups.isEmpty)
        var library = try OfficialSchemas.library()
        for remote in try Self.remotes() { library.add(remote.document, as: remote.uri) }
        for (index, group) in groups.enumerated() {
            let title = Self.text(group["description"])
            guard let schema = group["schema"] else { continue }
            // Where a schema does not say its draft, the folder does.
            var document = schema
            if case .object(var object) = schema, object["$schema"] == nil, name.hasPrefix("draft7") {
                object["$schema"] = "http://json-schema.org/draft-07/schema#"
                document = .object(object)
            }
            let uri = "https://cases.example/\(name)/\(index)"
            library.add(document, as: uri)
            var target = uri
            if case .string(let id) = document["$id"], document["$ref"] == nil || !name.hasPrefix("draft7") {
                target = SchemaURI.resolve(id, against: uri)
            }
            let validator = SchemaValidator(library)
            for test in try Self.list(group["tests"] ?? .null) {
                let findings = validator.findings(in: test["data"] ?? .null, against: target)
                let expected = test["valid"] == true
                #expect(
                    findings.isEmpty == expected,
                    "\(title): \(Self.text(test["description"])): \(findings.prefix(3))")
            }
        }
    }

    @Test("the suite is there")
    func isThere() throws {
        #expect(try Self.files(of: "draft2020-12").count == 40)
        #expect(try Self.files(of: "draft7").count == 6)
    }

    private static func list(_ value: JSONValue) throws -> [JSONValue] {
        guard case .array(let elements) = value else { throw NotAList() }
        return elements
    }

    private static func text(_ value: JSONValue?) -> String {
        if case .string(let text) = value { text } else { "" }
    }
}

private struct NotAList: Error {}
