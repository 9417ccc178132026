import HTTPWire

/// The WebSocket machine, as a server and as a client: the same events for any split, text that is UTF-8, limits kept,
/// replies a peer accepts, and messages that survive being sent again.
func check(_ input: [UInt8]) {
    for role in [WebSocketMachine.Role.server, .client { 0x1234_5678 }] {
        let whole = Reading(input, endingAt: [input.count], as: role)
        for ends in FuzzSplits.ways(of: input) {
            let split = Reading(input, endingAt: ends, as: role)
            demand(split == whole, "in pieces \(ends): \(split), whole: \(whole)")
        }
        checkEvents(whole)
        checkReplies(whole, to: role)
        checkResending(whole.events)
    }
}

private let limits = WebSocketLimits(messageBytesMax: 300, frameBytesMax: 200, fragmentsMax: 8)

private struct Reading: Equatable {
    var events: [WebSocketEvent] = []
    var replies: [UInt8] = []
    var state: WebSocketMachine.State

    init(_ input: [UInt8], endingAt ends: [Int], as role: WebSocketMachine.Role) {
        var machine = WebSocketMachine(role: role, limits: limits)
        var start = 0
        for end in ends {
            let piece = Array(input[start..<end])
            var position = 0
            while let event = machine.receive(piece.span, from: &position, replies: &replies) { events.append(event) }
            demand(position == piece.count, "input left at \(position) of \(piece.count)")
            start = end
        }
        state = machine.state
    }
}

private func checkEvents(_ reading: Reading) {
    for (index, event) in reading.events.enumerated() {
        let isLast = index == reading.events.count - 1
        switch event {
        case .text(let bytes):
            demand(String(validating: bytes, as: UTF8.self) != nil, "text is not UTF-8: \(bytes)")
            demand(bytes.count <= limits.messageBytesMax, "\(bytes.count) bytes passed")
        case .binary(let bytes):
            demand(bytes.count <= limits.messageBytesMax, "\(bytes.count) bytes passed")
        case .ping(let bytes), .pong(let bytes):
            demand(bytes.count <= WebSocketLimits.controlBytesMax, "a control frame of \(bytes.count) bytes passed")
        case .closed(let close):
            demand(isLast && reading.state == .closed, "a close is not the end")
            demand(close.code != nil || close.reason.isEmpty, "a reason without a code")
        case .failed:
            demand(isLast && reading.state == .failed, "a failure is not the end")
        }
    }
}

private func checkReplies(_ reading: Reading, to role: WebSocketMachine.Role) {
    let peer: WebSocketMachine.Role = if case .server = role { .client { 0 } } else { .server }
    let heard = Reading(reading.replies, endingAt: [reading.replies.count], as: peer)
    let pings = reading.events.compactMap { if case .ping(let payload) = $0 { payload } else { nil } }
    let pongs = heard.events.compactMap { if case .pong(let payload) = $0 { payload } else { nil } }
    demand(pings == pongs, "pings \(pings) got pongs \(pongs)")
    demand(reading.state == .open ? heard.state == .open : heard.state == .closed, "the peer is left \(heard.state)")
}

private func checkResending(_ events: [WebSocketEvent]) {
    var sender = WebSocketMachine(role: .client { 0x9e37_79b9 }, limits: limits)
    var wire: [UInt8] = []
    var sent: [WebSocketEvent] = []
    do {
        for event in events {
            switch event {
            case .text(let bytes): try sender.send(text: bytes.span, fragmentBytesMax: 100, into: &wire)
            case .binary(let bytes): try sender.send(binary: bytes.span, fragmentBytesMax: 100, into: &wire)
            case .ping(let bytes): try sender.sendPing(bytes.span, into: &wire)
            case .pong(let bytes): try sender.sendPong(bytes.span, into: &wire)
            case .closed(let close): sender.close(close, into: &wire)
            case .failed: continue
            }
            sent.append(event)
        }
    } catch {
        demand(false, "what was received cannot be sent: \(error)")
    }
    let received = Reading(wire, endingAt: [wire.count], as: .server)
    demand(received.events == sent, "sent \(sent), received \(received.events)")
}
