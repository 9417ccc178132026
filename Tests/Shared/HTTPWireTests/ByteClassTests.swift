import HTTPWire
import Testing

/// The bit sets and word tricks against their definitions, over every byte there is and at every place in a word.
@Suite("classes of bytes")
struct ByteClassTests {
    private static let alphanumeric = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    @Test("a name is made of token characters")
    func tokens() {
        let allowed = Set(Self.alphanumeric + Array("!#$%&'*+-.^_`|~".utf8))
        for byte in UInt8.min...UInt8.max {
            let name = [UInt8(ascii: "x"), byte]
            // That it is refused is the whole question.
            let isAccepted = (try? HTTPFieldName(bytes: name.span)) != nil
            #expect(isAccepted == allowed.contains(byte), "byte \(byte)")
        }
    }

    @Test("what may stand in a path as it is goes out as it is, everything else escaped")
    func paths() throws {
        let plain = Set(Self.alphanumeric + Array("-._~!$&'()*+,;=:@".utf8))
        let hex = Array("0123456789ABCDEF".unicodeScalars)
        for byte in UInt8(0x20)..<UInt8(0x7f) where byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\") {
            let escape = "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            var out: [UInt8] = []
            try HTTPTarget("/x\(escape)").encode(into: &out)
            let character = String(UnicodeScalar(byte))
            let expected = plain.contains(byte) ? "/x\(character)" : "/x\(escape)"
            #expect(String(decoding: out, as: UTF8.self) == expected)
        }
    }

    @Test("a host is made of letters, digits and four marks")
    func hosts() {
        let allowed = Set(Self.alphanumeric + Array("-._~".utf8))
        for byte in UInt8(0x21)..<UInt8(0x7f) {
            let text = "GET / HTTP/1.1\r\nHost: a\(String(UnicodeScalar(byte)))b\r\n\r\n"
            let isAccepted = RequestTrace(Array(text.utf8)).events.last == .end([])
            #expect(isAccepted == allowed.contains(byte), "byte \(byte)")
        }
    }

    @Test("a value holds visible bytes, spaces and tabs, wherever a byte stands", arguments: 0..<24)
    func values(place: Int) {
        for byte in UInt8.min...UInt8.max {
            var value = Array(repeating: UInt8(ascii: "v"), count: 26)
            value[place + 1] = byte
            let isAllowed = byte == 9 || (byte >= 0x20 && byte != 0x7f)
            var fields = HTTPFields()
            // That it is refused is the whole question.
            let isWritten = (try? fields.append("X-A", value)) != nil
            #expect(isWritten == isAllowed, "written byte \(byte)")
            let request = Array("GET / HTTP/1.1\r\nHost: a\r\nX-A: ".utf8) + value + Array("\r\n\r\n".utf8)
            #expect((RequestTrace(request).events.last == .end([])) == isAllowed, "read byte \(byte)")
        }
    }

    @Test("a request line holds visible ASCII, wherever a byte stands", arguments: 0..<24)
    func requestLines(place: Int) {
        for byte in UInt8.min...UInt8.max {
            var query = Array(repeating: UInt8(ascii: "q"), count: 26)
            query[place] = byte
            let isAllowed = byte > 0x20 && byte < 0x7f && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "%")
            let request = Array("GET /?".utf8) + query + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
            #expect((RequestTrace(request).events.last == .end([])) == isAllowed, "byte \(byte)")
        }
    }
}
