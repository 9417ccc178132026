import Streaming
import TestKit
import Testing

@Suite("A server-sent event")
struct ServerSentEventTests {
    @Test(
        "is written field by field, and each line of its data is a field",
        arguments: [
            ("a", nil, nil, "data: a\n\n"), ("", nil, nil, "data: \n\n"),
            ("a\nb", "7", "update", "id: 7\nevent: update\ndata: a\ndata: b\n\n"),
            ("a\r\nb\rc\n", nil, nil, "data: a\ndata: b\ndata: c\ndata: \n\n"), (" a", "", nil, "id: \ndata:  a\n\n"),
            ("a\n\ndata: forged\n\n", nil, nil, "data: a\ndata: \ndata: data: forged\ndata: \ndata: \n\n"),
        ] as [(String, String?, String?, String)])
    func written(_ data: String, _ id: String?, _ name: String?, _ expected: String) throws {
        let event = try ServerSentEvent(data: Array(data.utf8).span, id: id, name: name)
        #expect(String(decoding: event.bytes, as: UTF8.self) == expected)
    }

    @Test(
        "is refused an id or a name that would end its line", arguments: ["a\nb", "a\rb", "a\r\ndata: x", "\n", "a\0"])
    func refused(_ text: String) {
        let nothing: [UInt8] = []
        #expect(throws: ServerSentEvent.Fault.controlInID) { try ServerSentEvent(data: nothing.span, id: text) }
        #expect(throws: ServerSentEvent.Fault.controlInName) { try ServerSentEvent(data: nothing.span, name: text) }
    }

    @Test("comes out of a reader as it went in, whatever its text, but for the kind of its line breaks")
    func roundTrip() throws {
        let pieces = [
            "\n", "\r", "\r\n", ":", " ", "data: x", "id: 9", "event: e", "\u{feff}", "é", "😀", "\0", "a", "\u{85}",
            "\u{2028}",
        ]
        var random = SeededRandom(seed: 42)
        var bytes: [UInt8] = []
        var expected: [EventReader.Event] = []
        for number in 0..<2000 {
            let text = (0..<Int(random.below(8))).map { _ in pieces[Int(random.below(UInt64(pieces.count)))] }.joined()
            bytes += try ServerSentEvent(data: Array(text.utf8).span, id: "\(number)", name: "n\(number % 3)").bytes
            var normal = ""
            var scalars = text.unicodeScalars[...]
            while let scalar = scalars.popFirst() {
                if scalar == "\r" {
                    if scalars.first == "\n" { scalars.removeFirst() }
                    normal.unicodeScalars.append("\n")
                } else {
                    normal.unicodeScalars.append(scalar)
                }
            }
            expected.append(EventReader.Event(name: "n\(number % 3)", data: normal, lastID: "\(number)"))
        }
        let read = EventReader(bytes).events
        #expect(read.count == expected.count)
        for (got, wanted) in zip(read, expected) {
            #expect(
                got.data.utf8.elementsEqual(wanted.data.utf8) && got.name == wanted.name && got.lastID == wanted.lastID)
        }
    }
}
