import Bytes
import Identifiers
import JSON
import Messaging

/// One dead letter, whole: what happened, and the record as it lay in its topic.
struct LetterPage {
    let letter: FiledLetter
    let record: FiledRecord

    private var members: [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [
            ("id", .string(letter.eventID.description)), ("consumer", .string(letter.consumer)),
            ("org", .string(letter.organizationID.description)), ("type", Self.text(letter.eventType)),
            ("topic", .string(letter.topic)), ("partition", .number(.integer(Int64(letter.partition)))),
            ("offset", .number(.integer(letter.offset))), ("key", .string(letter.key)),
            ("reason", .string(letter.reason)), ("detail", .string(letter.detail)),
            ("attempts", .number(.integer(Int64(letter.attempts)))),
            ("firstFailure", .string(letter.firstFailure.description)),
            ("died", .string(letter.diedAt.description)), ("state", .string(letter.state.rawValue)),
            ("sentBack", .number(.integer(Int64(letter.timesSentBack)))),
        ]
        if let decision = letter.decision {
            members += [
                ("decidedBy", .string(decision.by)), ("decidedAt", .string(decision.at.description)),
                ("because", .string(decision.reason)),
            ]
        }
        return members
    }

    var json: String {
        let headers = record.headers.map { header in
            JSONValue.array([.string(header.name), header.value.map(Self.bytes) ?? .null])
        }
        let record: [(String, JSONValue)] = [
            ("recordKey", record.key.map(Self.bytes) ?? .null), ("value", record.value.map(Self.bytes) ?? .null),
            ("headers", .array(headers)),
        ]
        return String(decoding: JSONValue.object(JSONObject(members + record)).bytes, as: UTF8.self)
    }

    var text: String {
        var lines = members.map { name, value in
            name + String(repeating: " ", count: max(1, 14 - name.count)) + Self.plain(value)
        }
        lines.append("headers")
        lines += record.headers.map { "  \($0.name): " + ($0.value.map { Self.plain(Self.bytes($0)) } ?? "null") }
        lines += ["value", record.value.map { Self.plain(Self.bytes($0)) } ?? "null"]
        return lines.joined(separator: "\n")
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// Bytes as text where they are some, else in hexadecimal.
    private static func bytes(_ bytes: [UInt8]) -> JSONValue {
        if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
        var hex: [UInt8] = []
        hex.append(hexOf: bytes.span)
        return .object(["hex": .string(String(decoding: hex, as: UTF8.self))])
    }

    /// For a terminal: what would be a command to it is shown and not done.
    private static func plain(_ value: JSONValue) -> String {
        guard case .string(let text) = value else { return String(decoding: value.bytes, as: UTF8.self) }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }
}
