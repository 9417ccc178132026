import HTTPWire
import Testing

/// Sections 5 and 10: messages in several frames.
@Suite("WebSocket fragments")
struct WebSocketFragmentTests {
    static let scenes: [Scene] = [
        Scene(
            "a ping cannot be fragmented",
            [.init(first: 0x09, payload: [1]), .more("b", final: true)], [.failed(.fragmentedControl)]),
        Scene(
            "nor can a pong", [.init(first: 0x0a, payload: [1]), .more("b", final: true)],
            [.failed(.fragmentedControl)]),
        Scene("nor can a close", [.init(first: 0x08, payload: [])], [.failed(.fragmentedControl)]),
        Scene("two fragments are one text", [.text("ab", final: false), .more("cd", final: true)], [.text("abcd")]),
        Scene(
            "two fragments are one binary message", [.binary([0xff], final: false), .more([0xfe], final: true)],
            [.binary([0xff, 0xfe])]),
        Scene(
            "empty fragments add nothing",
            [.text("", final: false), .more("", final: false), .more("", final: true)], [.text("")]),
        Scene(
            "empty fragments around the content add nothing",
            [.text("", final: false), .more("mid", final: false), .more("", final: true)], [.text("mid")]),
        Scene(
            "a ping between fragments is answered at once",
            [.text("ab", final: false), .ping("p"), .more("cd", final: true)],
            [.ping("p"), .text("abcd")], replies: [.pong("p")]),
        Scene(
            "many pings between many fragments",
            [
                .text("a", final: false), .ping("1"), .more("b", final: false), .ping("2"), .pong("3"),
                .more("c", final: true), .text("next"),
            ],
            [.ping("1"), .ping("2"), .pong("3"), .text("abc"), .text("next")], replies: [.pong("1"), .pong("2")]),
        Scene("a final continuation of nothing", [.more("x", final: true)], [.failed(.continuationWithoutStart)]),
        Scene("an open continuation of nothing", [.more("x", final: false)], [.failed(.continuationWithoutStart)]),
        Scene(
            "a continuation after a whole message", [.text("a"), .more("b", final: true)],
            [.text("a"), .failed(.continuationWithoutStart)]),
        Scene(
            "a continuation after the last fragment",
            [.text("a", final: false), .more("b", final: true), .more("c", final: true)],
            [.text("ab"), .failed(.continuationWithoutStart)]),
        Scene(
            "a text inside a text", [.text("a", final: false), .text("b")], [.failed(.dataInsideMessage)]),
        Scene(
            "a fragment that starts anew", [.text("a", final: false), .text("b", final: false)],
            [.failed(.dataInsideMessage)]),
        Scene(
            "a binary inside a text", [.text("a", final: false), .binary([1])], [.failed(.dataInsideMessage)]),
        Scene(
            "a close inside a message ends it", [.text("a", final: false), .close(1_000), .more("b", final: true)],
            [.closed(WebSocketClose(code: .normal))], replies: [.close(1_000)]),
    ]

    @Test("fragmented conversations", arguments: scenes)
    func fragments(scene: Scene) {
        for outcome in converseInManyWays(scene.input) { #expect(outcome == scene.outcome) }
    }

    @Test("a message may come in very many pieces")
    func manyPieces() {
        let piece = String(repeating: "é", count: 25)
        let frames =
            [RawFrame.text(piece, final: false)] + (0..<1_000).map { _ in .more(piece, final: false) }
            + [.more(piece, final: true)]
        let whole = String(repeating: piece, count: 1_002)
        #expect(converse(frames.flatMap(\.bytes)).events == [.text(whole)])
    }
}
