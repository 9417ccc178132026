import HTTPWire
import Testing

/// Builds frames independently of the code under test, wrong ones too, and holds whole conversations against it.
struct RawFrame {
    var first: UInt8
    var payload: [UInt8]
    var key: [UInt8]? = [0x37, 0xfa, 0x21, 0x3d]
    /// Bytes of the length field; chosen as a correct peer would, unless given.
    var lengthSize: Int?
    /// What the length field claims, if it is not the truth.
    var claimed: UInt64?

    var bytes: [UInt8] {
        let length = claimed ?? UInt64(payload.count)
        let size = lengthSize ?? (length < 126 ? 1 : length < 65_536 ? 2 : 8)
        let masked: UInt8 = key == nil ? 0 : 0x80
        var bytes = [first, masked | (size == 1 ? UInt8(length) : size == 2 ? 126 : 127)]
        if size > 1 {
            for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: length >> UInt64((size - 1 - index) * 8))) }
        }
        guard let key else { return bytes + payload }
        return bytes + key + payload.enumerated().map { index, byte in byte ^ key[index % 4] }
    }

    static func text(_ text: String, final: Bool = true) -> Self {
        .init(first: final ? 0x81 : 0x01, payload: [UInt8](text.utf8))
    }
    static func text(_ bytes: [UInt8], final: Bool = true) -> Self { .init(first: final ? 0x81 : 0x01, payload: bytes) }
    static func binary(_ bytes: [UInt8], final: Bool = true) -> Self {
        .init(first: final ? 0x82 : 0x02, payload: bytes)
    }
    static func more(_ text: String, final: Bool) -> Self {
        .init(first: final ? 0x80 : 0x00, payload: [UInt8](text.utf8))
    }
    static func more(_ bytes: [UInt8], final: Bool) -> Self { .init(first: final ? 0x80 : 0x00, payload: bytes) }
    static func ping(_ text: String = "") -> Self { .init(first: 0x89, payload: [UInt8](text.utf8)) }
    static func pong(_ text: String = "") -> Self { .init(first: 0x8a, payload: [UInt8](text.utf8)) }
    static func close(_ payload: [UInt8] = []) -> Self { .init(first: 0x88, payload: payload) }
    static func close(_ code: UInt16, _ reason: [UInt8] = []) -> Self {
        .close([UInt8(code >> 8), UInt8(code & 0xff)] + reason)
    }

    /// As a server sends it.
    var bare: Self {
        var frame = self
        frame.key = nil
        return frame
    }
}

/// All that can be seen of a machine after it has read something.
struct Outcome: Equatable {
    var events: [WebSocketEvent] = []
    var replies: [UInt8] = []
    var state: WebSocketMachine.State = .open
}

/// Feeds `input` in pieces that end at `cuts`, from an open connection.
func converse(
    _ input: [UInt8], cuts: [Int] = [], role: WebSocketMachine.Role = .server,
    limits: WebSocketLimits = WebSocketLimits()
) -> Outcome {
    var machine = WebSocketMachine(role: role, limits: limits)
    var outcome = Outcome()
    var start = 0
    for end in cuts + [input.count] {
        feed(Array(input[start..<end]), to: &machine, outcome: &outcome)
        start = end
    }
    outcome.state = machine.state
    return outcome
}

func feed(_ piece: [UInt8], to machine: inout WebSocketMachine, outcome: inout Outcome) {
    var position = 0
    while let event = machine.receive(piece.span, from: &position, replies: &outcome.replies) {
        outcome.events.append(event)
    }
    precondition(position == piece.count, "no event means that all input is used")
    outcome.state = machine.state
}

/// The same bytes in every way of arriving that finds mistakes: whole, singly, and cut at random.
func converseInManyWays(
    _ input: [UInt8], role: WebSocketMachine.Role = .server, limits: WebSocketLimits = WebSocketLimits()
) -> [Outcome] {
    var random = SeededGenerator(seed: UInt64(input.count))
    var outcomes = [converse(input, role: role, limits: limits)]
    if input.count < 5_000 {
        outcomes.append(converse(input, cuts: Array(input.indices), role: role, limits: limits))
    }
    for _ in 0..<8 {
        let cuts = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Int.random(in: 0...input.count, using: &random)
        }
        outcomes.append(converse(input, cuts: cuts.sorted(), role: role, limits: limits))
    }
    return outcomes
}

/// SplitMix64: small, and the same on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// A conversation and what must come of it. `replies` are frames as the server writes them.
struct Scene: Sendable, CustomTestStringConvertible {
    let name: String
    let input: [UInt8]
    let events: [WebSocketEvent]
    let replies: [UInt8]
    let state: WebSocketMachine.State

    init(_ name: String, _ frames: [RawFrame], _ events: [WebSocketEvent], replies: [RawFrame] = []) {
        self.name = name
        input = frames.flatMap(\.bytes)
        self.events = events
        let failure: [RawFrame] = events.compactMap { event in
            guard case .failed(let fault) = event, let code = fault.closeCode else { return nil }
            return .close(code.rawValue)
        }
        self.replies = (replies + failure).flatMap(\.bare.bytes)
        state =
            switch events.last {
            case .failed: .failed
            case .closed: .closed
            default: .open
            }
    }

    var testDescription: String { name }
    var outcome: Outcome { Outcome(events: events, replies: replies, state: state) }
}

extension WebSocketEvent {
    static func text(_ text: String) -> Self { .text([UInt8](text.utf8)) }
    static func ping(_ text: String) -> Self { .ping([UInt8](text.utf8)) }
    static func pong(_ text: String) -> Self { .pong([UInt8](text.utf8)) }
}
