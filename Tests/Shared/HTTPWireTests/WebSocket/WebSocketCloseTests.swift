import HTTPWire
import Testing

/// Section 7: ending a connection.
@Suite("WebSocket close")
struct WebSocketCloseTests {
    static let scenes: [Scene] = [
        Scene("an empty close gets an empty answer", [.close()], [.closed(WebSocketClose())], replies: [.close()]),
        Scene(
            "a code is repeated", [.close(1_000)], [.closed(WebSocketClose(code: .normal))], replies: [.close(1_000)]),
        Scene(
            "a reason is told to us, and not repeated", [.close(1_001, Array("bye – ऋ".utf8))],
            [.closed(WebSocketClose(code: .goingAway, reason: "bye – ऋ"))], replies: [.close(1_001)]),
        Scene(
            "123 bytes of reason fit", [.close(1_000, [UInt8](repeating: 0x2a, count: 123))],
            [.closed(WebSocketClose(code: .normal, reason: String(repeating: "*", count: 123)))],
            replies: [.close(1_000)]),
        Scene(
            "124 do not", [.close(1_000, [UInt8](repeating: 0x2a, count: 124))], [.failed(.oversizedControl)]),
        Scene("one byte is not a code", [.close([3])], [.failed(.truncatedCloseCode)]),
        Scene("a reason is UTF-8", [.close(1_000, [0xce, 0xba, 0xff])], [.failed(.invalidCloseReason)]),
        Scene("a reason ends in a whole scalar", [.close(1_000, [0xf0, 0x9f])], [.failed(.invalidCloseReason)]),
        Scene(
            "a second close is discarded", [.close(1_000), .close(1_001)],
            [.closed(WebSocketClose(code: .normal))], replies: [.close(1_000)]),
        Scene(
            "a ping after the close is not answered", [.close(1_000), .ping("x")],
            [.closed(WebSocketClose(code: .normal))], replies: [.close(1_000)]),
        Scene(
            "nor is a message delivered", [.close(1_000), .text("x")],
            [.closed(WebSocketClose(code: .normal))], replies: [.close(1_000)]),
        Scene(
            "nor is rubbish complained of", [.close(1_000), .init(first: 0xff, payload: [1, 2, 3])],
            [.closed(WebSocketClose(code: .normal))], replies: [.close(1_000)]),
        Scene(
            "nothing is read after a fault", [.init(first: 0x83, payload: []), .text("x")], [.failed(.unknownOpcode)]),
    ]

    @Test("closing conversations", arguments: scenes)
    func closing(scene: Scene) {
        for outcome in converseInManyWays(scene.input) { #expect(outcome == scene.outcome) }
    }

    static let permitted: [UInt16] = Array(1_000...1_003) + Array(1_007...1_014) + [3_000, 3_999, 4_000, 4_401, 4_999]
    static let forbidden: [UInt16] = [
        0, 1, 999, 1_004, 1_005, 1_006, 1_015, 1_016, 1_100, 2_000, 2_999, 5_000, 10_000, 65_535,
    ]

    @Test("registered and private codes are accepted", arguments: permitted)
    func accepted(code: UInt16) throws {
        let known = try #require(WebSocketCloseCode(rawValue: code))
        #expect(known.rawValue == code)
        let outcome = converse(RawFrame.close(code).bytes)
        #expect(outcome.events == [.closed(WebSocketClose(code: known))])
        #expect(outcome.replies == RawFrame.close(code).bare.bytes)
    }

    @Test("codes that must not be on the wire fail", arguments: forbidden)
    func refused(code: UInt16) {
        #expect(WebSocketCloseCode(rawValue: code) == nil)
        let outcome = converse(RawFrame.close(code).bytes)
        #expect(outcome.events == [.failed(.invalidCloseCode)])
        #expect(outcome.replies == RawFrame.close(1_002).bare.bytes)
    }

    @Test("our close waits for the peer's, still delivers what the peer sent before it, and answers no more")
    func ourClose() {
        var machine = WebSocketMachine(role: .server)
        var output: [UInt8] = []
        machine.close(WebSocketClose(code: .goingAway, reason: "restart"), into: &output)
        #expect(output == RawFrame.close(1_001, Array("restart".utf8)).bare.bytes)
        #expect(machine.state == .closeSent)

        machine.close(WebSocketClose(code: .normal), into: &output)
        #expect(output == RawFrame.close(1_001, Array("restart".utf8)).bare.bytes)
        #expect(throws: WebSocketSendError.notOpen) { try machine.send(text: "late", into: &output) }
        #expect(throws: WebSocketSendError.notOpen) { try machine.sendPing(into: &output) }

        var outcome = Outcome()
        feed(
            [RawFrame.text("on its way"), .ping("p"), .close(1_001)].flatMap(\.bytes), to: &machine, outcome: &outcome)
        let expected: [WebSocketEvent] = [
            .text("on its way"), .ping("p"), .closed(WebSocketClose(code: .goingAway)),
        ]
        #expect(outcome == Outcome(events: expected, replies: [], state: .closed))
        #expect(machine.receiveEnd() == nil)
    }

    @Test("a fault after our close is reported, without a second close frame")
    func faultWhileClosing() {
        var machine = WebSocketMachine(role: .server)
        var output: [UInt8] = []
        machine.close(WebSocketClose(), into: &output)
        var outcome = Outcome()
        feed(RawFrame(first: 0x83, payload: []).bytes, to: &machine, outcome: &outcome)
        #expect(outcome == Outcome(events: [.failed(.unknownOpcode)], replies: [], state: .failed))
    }

    @Test("a transport that ends before the handshake is a failure, once")
    func abruptEnd() {
        var machine = WebSocketMachine(role: .server)
        #expect(machine.receiveEnd() == .failed(.endedWithoutClose))
        #expect(machine.state == .failed)
        #expect(machine.receiveEnd() == nil)

        var closing = WebSocketMachine(role: .server)
        var output: [UInt8] = []
        closing.close(WebSocketClose(code: .normal), into: &output)
        #expect(closing.receiveEnd() == .failed(.endedWithoutClose))
    }

    @Test("a reason that does not fit is cut between characters' encodings")
    func longReason() {
        var machine = WebSocketMachine(role: .server)
        var output: [UInt8] = []
        machine.close(WebSocketClose(code: .normal, reason: String(repeating: "€", count: 50)), into: &output)
        #expect(output == RawFrame.close(1_000, Array(String(repeating: "€", count: 41).utf8)).bare.bytes)
    }
}
