import Bytes
import HTTPWire

/// The `Via` field: every intermediary adds itself, and one that finds itself already there has found a loop.
struct Via: Sendable {
    let pseudonym: [UInt8]
    private let line11: [UInt8]
    private let line10: [UInt8]

    /// The pseudonym must be a token, and different for gateways that stand one behind the other on purpose.
    init?(pseudonym text: String) {
        // The syntax of a token is that of a field name; how it is broken does not matter.
        guard 1...ForwardingLimits.pseudonymBytesMax ~= text.utf8.count, (try? HTTPFieldName(text)) != nil else {
            return nil
        }
        pseudonym = Array(text.utf8)
        line11 = Array("Via: 1.1 \(text)\r\n".utf8)
        line10 = Array("Via: 1.0 \(text)\r\n".utf8)
    }

    /// How many bytes our line has.
    var lineBytes: Int { line11.count }

    /// Appends our line, which comes after those of earlier intermediaries.
    func append(to out: inout OutputSpan<UInt8>, received version: HTTPVersion) {
        out.append(span: (version == .http10 ? line10 : line11).span)
    }

    /// Whether the fields say that the message has been here. An element is `protocol received-by (comment)`.
    func isIn(_ fields: HTTPFields) -> Bool {
        guard fields.contains(.via) else { return false }
        var isFound = false
        fields.forEachElement(.via) { element in
            var start = 0
            while start < element.count, !Self.isBlank(element[start]) { start += 1 }
            while start < element.count, Self.isBlank(element[start]) { start += 1 }
            var end = start
            while end < element.count, !Self.isBlank(element[end]), element[end] != UInt8(ascii: "(") { end += 1 }
            isFound = isFound || isOurs(element.extracting(start..<end))
        }
        return isFound
    }

    private func isOurs(_ name: borrowing Span<UInt8>) -> Bool {
        guard name.count == pseudonym.count else { return false }
        for index in name.indices
        where ReservedFieldName.lowerCased(name[index]) != ReservedFieldName.lowerCased(pseudonym[index]) {
            return false
        }
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
