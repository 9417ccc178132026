/// Reads an event stream as HTML section 9.2.6 tells browsers to, independently of the code that writes it.
struct EventReader {
    struct Event: Equatable {
        var name: String
        var data: String
        var lastID: String
    }

    private(set) var events: [Event] = []
    private(set) var comments: [String] = []
    private(set) var retry: Int?
    private var lastID = ""

    init(_ bytes: [UInt8]) {
        var data = ""
        var name = ""
        var id = ""
        for line in Self.lines(bytes) {
            if line.isEmpty {
                lastID = id
                defer { (data, name) = ("", "") }
                guard !data.isEmpty else { continue }
                data.unicodeScalars.removeLast()
                events.append(Event(name: name.isEmpty ? "message" : name, data: data, lastID: lastID))
                continue
            }
            let scalars = line.unicodeScalars
            let colon = scalars.firstIndex(of: ":")
            let field = String(scalars[..<(colon ?? scalars.endIndex)])
            var value = colon.map { String(scalars[scalars.index(after: $0)...]) } ?? ""
            if value.unicodeScalars.first == " " { value.unicodeScalars.removeFirst() }
            switch field {
            case "": comments.append(value)
            case "event": name = value
            case "data":
                data += value
                data.unicodeScalars.append("\n")
            case "id": if !value.unicodeScalars.contains("\0") { id = value }
            case "retry": retry = Int(value) ?? retry
            default: break
            }
        }
    }

    /// Lines end at CRLF, LF or CR; what stands behind the last end is none.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == 10 || byte == 13 else {
                line.append(byte)
                continue
            }
            if byte == 13, index < bytes.count, bytes[index] == 10 { index += 1 }
            lines.append(String(decoding: line, as: UTF8.self))
            line = []
        }
        return lines
    }

    /// The same of a chunked body.
    init(chunked body: String) {
        var bytes: [UInt8] = []
        var rest = Array(body.utf8)[...]
        while let end = rest.firstIndex(of: 10),
            let size = Int(String(decoding: rest[..<(end - 1)], as: UTF8.self), radix: 16),
            size > 0, rest.count >= end - rest.startIndex + 1 + size
        {
            bytes += rest[(end + 1)..<(end + 1 + size)]
            rest = rest[(end + 1 + size + 2)...]
        }
        self.init(bytes)
    }
}
