import Bytes

/// One event of an event stream as the WHATWG defines them (HTML, section 9.2), encoded once for any number of readers.
///
/// A reader ends lines at CR, LF or both, and an event at an empty line, so text that carries one of them could forge
/// fields and events. In the data each such line gets a field of its own, and comes out joined by LF; an id or a name
/// with one is refused.
public struct ServerSentEvent: Sendable, Equatable {
    /// The event's bytes on the wire.
    public let bytes: [UInt8]

    /// Why a text can be no field.
    public enum Fault: Error, Equatable, Sendable, CaseIterable {
        /// It has a line break, or a NUL, with which readers ignore an id.
        case controlInID
        case controlInName

        /// Bounded, for metrics and logs.
        public var label: StaticString {
            switch self {
            case .controlInID: "control_in_id"
            case .controlInName: "control_in_name"
            }
        }
    }

    /// - Parameters:
    ///   - data: UTF-8.
    ///   - id: What the reader sends back in `Last-Event-ID`; nil leaves the last one standing, the empty text clears it.
    ///   - name: Which listener it is for; nil is `message`.
    /// - Throws: When an id or a name would not come out as it went in.
    public init(data: Span<UInt8>, id: String? = nil, name: String? = nil) throws(Fault) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + (id?.utf8.count ?? 0) + (name?.utf8.count ?? 0) + 32)
        if let id {
            guard Self.isLine(id) else { throw .controlInID }
            bytes.append("id: ")
            bytes.append(text: id)
            bytes.append("\n")
        }
        if let name {
            guard Self.isLine(name) else { throw .controlInName }
            bytes.append("event: ")
            bytes.append(text: name)
            bytes.append("\n")
        }
        Self.append(lines: data, as: "data: ", to: &bytes)
        bytes.append("\n")
        self.bytes = bytes
    }

    /// A line that readers skip: it shows that the stream lives, and says something to people.
    static func comment(_ text: StaticString) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(": ")
        bytes.append(text)
        bytes.append("\n\n")
        return bytes
    }

    /// How long the reader waits before it comes back.
    static func retry(_ wait: Duration) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append("retry: ")
        bytes.append(
            decimal: max(0, wait.components.seconds * 1_000 + wait.components.attoseconds / 1_000_000_000_000_000))
        bytes.append("\n\n")
        return bytes
    }

    private static func isLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 != 0x0a && $0 != 0x0d && $0 != 0 }
    }

    private static func append(lines: Span<UInt8>, as field: StaticString, to bytes: inout [UInt8]) {
        var start = 0
        while true {
            var end = start
            while end < lines.count, lines[end] != 0x0a, lines[end] != 0x0d { end += 1 }
            bytes.append(field)
            bytes.append(span: lines.extracting(start..<end))
            bytes.append("\n")
            guard end < lines.count else { return }
            let isPair = lines[end] == 0x0d && end + 1 < lines.count && lines[end + 1] == 0x0a
            start = end + (isPair ? 2 : 1)
        }
    }
}
