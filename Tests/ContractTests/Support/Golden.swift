import Foundation
import JSON
import Testing

/// The golden files beside these tests: what is on the wire, kept where a reader and a diff can see it. They change
/// only when somebody says so with `GOLDEN_UPDATE=1`.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    static let isUpdating = ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] == "1"

    /// The names of the files in a folder of golden files, without their ending.
    static func names(in subfolder: String) throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: subfolder).path)
        return Set(files.map { $0.replacingOccurrences(of: ".json", with: "") })
    }

    /// The file's text.
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// The file as JSON.
    static func document(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Array(try text(name).utf8))
    }

    /// Holds a text against the file at `url`, or writes it there.
    static func expect(_ text: String, at url: URL, _ place: SourceLocation = #_sourceLocation) throws {
        if isUpdating {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let kept = try String(contentsOf: url, encoding: .utf8)
        #expect(kept == text, "\(url.lastPathComponent) differs: see GOLDEN_UPDATE", sourceLocation: place)
    }

    /// Holds a document against its golden file.
    static func expect(_ document: JSONValue, in name: String, _ place: SourceLocation = #_sourceLocation) throws {
        try expect(document.indented() + "\n", at: folder.appending(path: name), place)
    }
}

extension JSONValue {
    /// The document with a line for each member: what `write(to:)` has, in the same order and with the same digits.
    func indented(by depth: Int = 0) -> String {
        let margin = String(repeating: "  ", count: depth + 1)
        let end = "\n" + String(repeating: "  ", count: depth)
        switch self {
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map { member in
                let name = String(decoding: JSONValue.string(member.name).bytes, as: UTF8.self)
                return "\(margin)\(name): \(member.value.indented(by: depth + 1))"
            }
            return "{\n" + lines.joined(separator: ",\n") + end + "}"
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { margin + $0.indented(by: depth + 1) }
            return "[\n" + lines.joined(separator: ",\n") + end + "]"
        default: return String(decoding: bytes, as: UTF8.self)
        }
    }
}
