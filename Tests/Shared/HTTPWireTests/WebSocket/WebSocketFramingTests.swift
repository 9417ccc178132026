import HTTPWire
import Testing

/// Lengths, control frames, reserved bits and opcodes: sections 1 to 4 of the usual conformance suite.
@Suite("WebSocket framing")
struct WebSocketFramingTests {
    @Test(
        "messages of every length form arrive whole",
        arguments: [0, 1, 31, 32, 33, 124, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 65_537])
    func lengths(count: Int) {
        let letters = [UInt8](repeating: UInt8(ascii: "*"), count: count)
        let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 0xf5) }
        let input = RawFrame.text(letters).bytes + RawFrame.binary(octets).bytes
        for outcome in converseInManyWays(input) {
            #expect(outcome == Outcome(events: [.text(letters), .binary(octets)]))
        }
    }

    static let control: [Scene] = [
        Scene("an empty ping is answered", [.ping()], [.ping("")], replies: [.pong()]),
        Scene("a ping's payload comes back", [.ping("Hello")], [.ping("Hello")], replies: [.pong("Hello")]),
        Scene(
            "a ping need not be text", [.init(first: 0x89, payload: [0, 0xff, 0xfe, 0x80])],
            [.ping([0, 0xff, 0xfe, 0x80])], replies: [.init(first: 0x8a, payload: [0, 0xff, 0xfe, 0x80])]),
        Scene(
            "125 bytes fit a ping", [.ping(String(repeating: "x", count: 125))],
            [.ping(String(repeating: "x", count: 125))], replies: [.pong(String(repeating: "x", count: 125))]),
        Scene("126 bytes do not", [.ping(String(repeating: "x", count: 126))], [.failed(.oversizedControl)]),
        Scene("a pong nobody asked for is no fault", [.pong("?")], [.pong("?")]),
        Scene(
            "it is not mistaken for a ping", [.pong("a"), .ping("b")], [.pong("a"), .ping("b")], replies: [.pong("b")]),
        Scene(
            "ten pings get ten pongs in order", (0..<10).map { .ping("\($0)") }, (0..<10).map { .ping("\($0)") },
            replies: (0..<10).map { .pong("\($0)") }),
    ]

    @Test("pings and pongs", arguments: control)
    func controls(scene: Scene) {
        for outcome in converseInManyWays(scene.input) { #expect(outcome == scene.outcome) }
    }

    @Test("a reserved bit fails any frame, and what came before it stands", arguments: 1...7 as ClosedRange<UInt8>)
    func reservedBits(bits: UInt8) {
        for opcode: UInt8 in [0x81, 0x82, 0x88, 0x89, 0x8a, 0x80] {
            let scene = Scene(
                "reserved", [.text("before"), .init(first: opcode | bits << 4, payload: []), .ping()],
                [.text("before"), .failed(.reservedBits)])
            for outcome in converseInManyWays(scene.input) { #expect(outcome == scene.outcome) }
        }
    }

    @Test("an undefined opcode fails", arguments: [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8])
    func opcodes(opcode: UInt8) {
        for payload in [[], [UInt8]("data".utf8)] {
            let scene = Scene(
                "opcode", [.ping("x"), .init(first: 0x80 | opcode, payload: payload), .ping()],
                [.ping("x"), .failed(.unknownOpcode)], replies: [.pong("x")])
            for outcome in converseInManyWays(scene.input) { #expect(outcome == scene.outcome) }
        }
    }

    @Test("a server takes only masked frames, a client only bare ones")
    func masking() {
        #expect(converse(RawFrame.text("x").bare.bytes).events == [.failed(.unmaskedFrame)])
        #expect(converse(RawFrame.ping().bare.bytes).events == [.failed(.unmaskedFrame)])
        let client = WebSocketMachine.Role.client { 0x3d21_fa37 }
        #expect(converse(RawFrame.text("x").bytes, role: client).events == [.failed(.maskedFrame)])
        for outcome in converseInManyWays(RawFrame.ping("x").bare.bytes, role: client) {
            #expect(outcome == Outcome(events: [.ping("x")], replies: RawFrame.pong("x").bytes))
        }
    }

    static let padded: [(count: Int, size: Int, isFault: Bool)] = [
        (0, 2, true), (125, 2, true), (126, 2, false), (65_535, 2, false),
        (0, 8, true), (126, 8, true), (65_535, 8, true), (65_536, 8, false),
    ]

    @Test("a length is written in the fewest bytes", arguments: padded)
    func minimal(count: Int, size: Int, isFault: Bool) {
        let payload = [UInt8](repeating: 9, count: count)
        let input = RawFrame(first: 0x82, payload: payload, lengthSize: size).bytes
        for outcome in converseInManyWays(input) {
            #expect(outcome.events == [isFault ? .failed(.lengthNotMinimal) : .binary(payload)])
        }
    }

    @Test("a length with the top bit is refused at that bit's byte")
    func negativeLength() {
        let head = RawFrame(first: 0x82, payload: [], lengthSize: 8, claimed: 1 << 63).bytes
        #expect(converse(Array(head[..<2])).events == [])
        #expect(converse(Array(head[..<3])).events == [.failed(.lengthOutOfRange)])
    }

    @Test("an enormous length is refused at the head, and nothing overflows")
    func enormousLength() {
        let generous = WebSocketLimits(messageBytesMax: .max, frameBytesMax: .max)
        let started = RawFrame.binary([1], final: false).bytes
        let head = RawFrame(first: 0x80, payload: [], lengthSize: 8, claimed: UInt64(Int.max)).bytes
        #expect(converse(started + head, limits: generous).events == [.failed(.messageTooLarge)])
        #expect(
            converse(RawFrame(first: 0x82, payload: [], claimed: UInt64(Int.max)).bytes).events == [
                .failed(.frameTooLarge)
            ])
    }
}
