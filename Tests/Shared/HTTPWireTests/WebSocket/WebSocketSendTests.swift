import HTTPWire
import Testing

@Suite("WebSocket sending")
struct WebSocketSendTests {
    /// Keys that differ from frame to frame, so that a machine which reused one would show.
    static let client = WebSocketMachine.Role.client { UInt32.random(in: 0 ... .max) }

    @Test("a server's frames are bare and as short as can be", arguments: [0, 1, 125, 126, 65_535, 65_536])
    func bare(count: Int) throws {
        var machine = WebSocketMachine(role: .server)
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        var output: [UInt8] = []
        try machine.send(binary: payload.span, into: &output)
        #expect(output == RawFrame.binary(payload).bare.bytes)
        #expect(output == WebSocketFramedMessage(binary: payload.span).bytes)
    }

    @Test("a client masks with the key it is given, at every length", arguments: 0...100)
    func masked(count: Int) throws {
        var machine = WebSocketMachine(role: .client { 0x3d21_fa37 })
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 11) }
        var output: [UInt8] = []
        try machine.send(binary: payload.span, into: &output)
        #expect(output == RawFrame.binary(payload).bytes)
    }

    @Test("a message is cut into fragments when asked")
    func fragmented() throws {
        var machine = WebSocketMachine(role: .server)
        var output: [UInt8] = []
        try machine.send(text: "abcdef", fragmentBytesMax: 3, into: &output)
        let frames: [RawFrame] = [.text("abc", final: false), .more("def", final: true)]
        #expect(output == frames.flatMap(\.bare.bytes))
    }

    @Test("a ping holds 125 bytes, not 126")
    func pingSize() throws {
        var machine = WebSocketMachine(role: .server)
        var output: [UInt8] = []
        try machine.sendPing([UInt8](repeating: 1, count: 125).span, into: &output)
        let before = output
        #expect(throws: WebSocketSendError.controlTooLarge) {
            try machine.sendPing([UInt8](repeating: 1, count: 126).span, into: &output)
        }
        #expect(output == before)
    }

    @Test("what one end sends the other receives, however it is cut", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for isServer in [true, false] {
            var sender = WebSocketMachine(role: isServer ? .server : Self.client)
            var expected: [WebSocketEvent] = []
            var wire: [UInt8] = []
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                expected.append(try sendSomething(from: &sender, into: &wire, using: &random))
            }
            sender.close(WebSocketClose(code: .normal, reason: "done"), into: &wire)
            expected.append(.closed(WebSocketClose(code: .normal, reason: "done")))
            let cuts = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                Int.random(in: 0...wire.count, using: &random)
            }
            let outcome = converse(wire, cuts: cuts.sorted(), role: isServer ? Self.client : .server)
            #expect(outcome.events == expected)
            #expect(outcome.state == .closed)
        }
    }

    private func sendSomething(
        from sender: inout WebSocketMachine, into wire: inout [UInt8], using random: inout SeededGenerator
    ) throws -> WebSocketEvent {
        let size = [0, 1, 40, 125, 126, 300, 70_000][Int.random(in: 0..<7, using: &random)]
        let fragment = [Int.max, 1_000, 97][Int.random(in: 0..<3, using: &random)]
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let text = String((0..<size / 2).map { _ in "aé€👍".randomElement(using: &random) ?? "a" })
            try sender.send(text: text, fragmentBytesMax: fragment, into: &wire)
            return .text(text)
        case 1:
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
            try sender.send(binary: bytes.span, fragmentBytesMax: fragment, into: &wire)
            return .binary(bytes)
        case 2:
            let bytes = (0..<min(size, 125)).map { _ in UInt8.random(in: 0...255, using: &random) }
            try sender.sendPing(bytes.span, into: &wire)
            return .ping(bytes)
        default:
            let bytes = (0..<min(size, 125)).map { _ in UInt8.random(in: 0...255, using: &random) }
            try sender.sendPong(bytes.span, into: &wire)
            return .pong(bytes)
        }
    }

    @Test("mutated conversations never trap, and mean the same in any pieces", arguments: 0..<64 as Range<UInt64>)
    func mutation(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let frames: [RawFrame] = [
            .text("hello – ऋषि"), .ping("p"), .text("a", final: false), .more("é", final: true), .close(1_000),
        ]
        let good = frames.flatMap(\.bytes)
        for _ in 0..<100 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            let outcomes = converseInManyWays(bytes, limits: WebSocketLimits(messageBytesMax: 64))
            for outcome in outcomes.dropFirst() { #expect(outcome == outcomes[0], "\(bytes)") }
        }
    }
}
