import HTTPWire
import Testing

/// Section 6: text is UTF-8, and anything else fails at its first impossible byte.
@Suite("WebSocket text")
struct WebSocketTextTests {
    /// Each with the number of bytes after which it must have failed; nil is valid.
    static let texts: [(bytes: [UInt8], failsAfter: Int?)] = [
        ([], nil),
        ([0x00], nil), ([0x7f], nil),
        ([0xc2, 0x80], nil), ([0xdf, 0xbf], nil),
        ([0xe0, 0xa0, 0x80], nil), ([0xef, 0xbf, 0xbf], nil), ([0xef, 0xbf, 0xbd], nil),
        ([0xed, 0x9f, 0xbf], nil), ([0xee, 0x80, 0x80], nil),
        ([0xf0, 0x90, 0x80, 0x80], nil), ([0xf4, 0x8f, 0xbf, 0xbf], nil), ([0xf0, 0x9f, 0x91, 0x8d], nil),
        (Array("ऋषि – été – 👩‍🚀".utf8), nil),
        // A continuation byte alone, and many.
        ([0x80], 1), ([0xbf], 1), ([0x61, 0x80, 0x81], 2),
        // Bytes that never occur.
        ([0xc0], 1), ([0xc1], 1), ([0xf5], 1), ([0xf8], 1), ([0xfc], 1), ([0xfe], 1), ([0xff], 1),
        // A sequence cut short by something else.
        ([0xc2, 0x20], 2), ([0xe1, 0x80, 0x20], 3), ([0xf1, 0x80, 0x80, 0x20], 4), ([0xe1, 0xe1], 2),
        // Overlong forms.
        ([0xc0, 0xaf], 1), ([0xe0, 0x80, 0xaf], 2), ([0xe0, 0x9f, 0xbf], 2), ([0xf0, 0x80, 0x80, 0xaf], 2),
        ([0xf0, 0x8f, 0xbf, 0xbf], 2),
        // Surrogates, single and paired.
        ([0xed, 0xa0, 0x80], 2), ([0xed, 0xbf, 0xbf], 2), ([0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80], 2),
        // Past U+10FFFF.
        ([0xf4, 0x90, 0x80, 0x80], 2),
        // Bad after a long good run, where the fast path has to hand over exactly.
        (Array("0123456789abcdef0123456789abcdef".utf8) + [0xe2, 0x82, 0x41, 0x41], 35),
    ]

    @Test("each text is accepted or refused, however it arrives", arguments: texts)
    func verdicts(bytes: [UInt8], failsAfter: Int?) {
        for outcome in converseInManyWays(RawFrame.text(bytes).bytes) {
            #expect(outcome.events == [failsAfter == nil ? .text(bytes) : .failed(.invalidText)])
        }
    }

    @Test("bad text fails exactly at the byte that makes it impossible", arguments: texts)
    func failFast(bytes: [UInt8], failsAfter: Int?) {
        // The frame promises more, so that only the bytes themselves can be the reason.
        let promising = RawFrame(first: 0x01, payload: bytes, claimed: 100).bytes
        let head = promising.count - bytes.count
        let harmless = failsAfter.map { $0 - 1 } ?? bytes.count
        #expect(converse(Array(promising[..<(head + harmless)])).events == [])
        guard let failsAfter else { return }
        #expect(converse(Array(promising[..<(head + failsAfter)])).events == [.failed(.invalidText)])
    }

    @Test("a scalar may be spread over fragments, with a ping between", arguments: 1...3)
    func acrossFragments(cut: Int) {
        let thumb: [UInt8] = [0xf0, 0x9f, 0x91, 0x8d]
        let scene = Scene(
            "spread",
            [.text(Array(thumb[..<cut]), final: false), .ping(), .more(Array(thumb[cut...]), final: true)],
            [.ping(""), .text("👍")], replies: [.pong()])
        for outcome in converseInManyWays(scene.input) { #expect(outcome == scene.outcome) }
    }

    @Test("a scalar left unfinished at the end fails", arguments: 1...3)
    func unfinished(count: Int) {
        let thumb: [UInt8] = [0xf0, 0x9f, 0x91, 0x8d]
        let pieces: [[RawFrame]] = [
            [.text(Array(thumb[..<count]))],
            [.text(Array(thumb[..<count]), final: false), .more("", final: true)],
        ]
        for frames in pieces {
            for outcome in converseInManyWays(frames.flatMap(\.bytes)) {
                #expect(outcome.events == [.failed(.invalidText)])
            }
        }
    }

    @Test("an unfinished scalar does not leak into the next message, and binary is not judged")
    func independence() {
        let frames: [RawFrame] = [.binary([0xf0, 0x9f]), .text("ok"), .binary([0xff]), .text("é")]
        #expect(
            converse(frames.flatMap(\.bytes)).events == [
                .binary([0xf0, 0x9f]), .text("ok"), .binary([0xff]), .text("é"),
            ])
    }

    @Test("random bytes are judged as the standard library judges them", arguments: 0..<64 as Range<UInt64>)
    func agreement(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x41, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xe0, 0xe1, 0xed, 0xf0, 0xf1, 0xf4, 0xf5]
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let frames: [RawFrame] = [
                .text(Array(bytes[..<cut]), final: false), .more(Array(bytes[cut...]), final: true),
            ]
            let expected: WebSocketEvent = isValid ? .text(bytes) : .failed(.invalidText)
            #expect(converse(frames.flatMap(\.bytes)).events == [expected], "\(bytes) cut at \(cut)")
        }
    }
}
