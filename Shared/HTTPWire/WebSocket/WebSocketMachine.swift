import Bytes

/// One end of a WebSocket connection after the handshake (RFC 6455), as a value: bytes in, events and reply bytes
/// out. It owns no socket, no clock and no task; one owner feeds it and writes what it appends.
///
///     open ──our close──▶ closeSent ──peer's close──▶ closed
///      ├────peer's close (answered at once)───────────▶ closed
///      └────a fault, or the transport's end───────────▶ failed   (from closeSent too)
///
/// The owner's loop, for each piece of input:
///
///     while let event = machine.receive(input, from: &position, replies: &output) { … }
///
/// then writes `output`. Pongs and the answer to a close are already in it. An owner whose output does not drain
/// stops reading: that, not a rule here, is what bounds a flood of pings. When `state` becomes `closed` or `failed`,
/// a server writes out `output` and ends the connection; a client does so too, or waits a moment for the server's end.
///
/// Failures: the first breach of the protocol or a limit yields `.failed` once, with the close frame that says so
/// in `output`; whatever follows is discarded unread. Text is judged byte by byte as it arrives, so that a bad message
/// fails before its end. Nothing is reserved for bytes that were announced but have not come.
///
/// Deliberately absent: extensions. `permessage-deflate` is not offered and not accepted: it would need zlib, which is
/// no dependency of ours, and some 300 KB of memory a connection, for messages that are mostly small. Deadlines are
/// the owner's as well; `WebSocketKeepAlive` tells it when.
public struct WebSocketMachine: ~Copyable, Sendable {
    /// Which end this is. The rules on masking depend on it.
    public enum Role: Sendable {
        /// Expects masked frames and sends bare ones.
        case server
        /// Expects bare frames and masks its own, each with a fresh key from the function given. The keys must not
        /// be predictable by whoever chooses the messages: take them from the system's generator.
        case client(maskingKeys: @Sendable () -> UInt32)
    }

    /// How far the conversation has come.
    public enum State: Equatable, Sendable {
        /// Both directions are open. Can transition to: closeSent, closed, failed.
        case open
        /// Our close frame is out, the peer's is awaited (the owner sets a deadline). Messages the peer sent before
        /// it still arrive; we may send nothing more. Can transition to: closed, failed.
        case closeSent
        /// Both close frames were exchanged. Input is discarded. Can transition to: nothing.
        case closed
        /// The peer broke the protocol or vanished. Input is discarded. Can transition to: nothing.
        case failed
    }

    /// How far the conversation has come.
    public internal(set) var state: State = .open

    let role: Role
    let limits: WebSocketLimits
    var expecting: Expectation = .opcode
    var frame = WebSocketFrame(opcode: .continuation, isFinal: true, payloadCount: 0, mask: nil)
    /// The message being assembled, if one is open.
    var opening: WebSocketOpcode?
    var message: [UInt8] = []
    var fragments = 0
    var text = IncrementalUTF8()
    /// The payload of the control frame being read, which may stand between two fragments of a message.
    var control: [UInt8] = []

    /// A machine for a connection whose handshake is done.
    public init(role: Role, limits: WebSocketLimits = WebSocketLimits()) {
        self.role = role
        self.limits = limits
    }

    /// Reads from `input` at `position` up to the end of the next event, and moves `position` past what it used.
    /// Nil means that all input is used. Automatic replies are appended to `output`.
    public mutating func receive(
        _ input: Span<UInt8>, from position: inout Int, replies output: inout [UInt8]
    ) -> WebSocketEvent? {
        do {
            while state == .open || state == .closeSent {
                if expecting == .payload {
                    try takePayload(input, from: &position)
                    guard frame.payloadCount == 0 else { return nil }
                    expecting = .opcode
                    if let event = try finishFrame(replies: &output) { return event }
                } else {
                    guard position < input.count else { return nil }
                    let byte = input[position]
                    position += 1
                    try readHead(byte)
                }
            }
            position = input.count
            return nil
        } catch {
            position = input.count
            return fail(error, replies: &output)
        }
    }

    /// The transport has ended. An event only if it should not have.
    public mutating func receiveEnd() -> WebSocketEvent? {
        guard state == .open || state == .closeSent else { return nil }
        state = .failed
        dropMessage()
        return .failed(.endedWithoutClose)
    }

    private mutating func fail(_ fault: WebSocketFault, replies output: inout [UInt8]) -> WebSocketEvent {
        if state == .open, let code = fault.closeCode {
            appendClose(WebSocketClose(code: code), to: &output)
        }
        state = .failed
        dropMessage()
        return .failed(fault)
    }

    /// Gives back the memory of whatever was being assembled.
    mutating func dropMessage() {
        message = []
        control = []
        opening = nil
    }
}

/// What the peer did.
public enum WebSocketEvent: Equatable, Sendable {
    /// A whole text message: valid UTF-8.
    case text([UInt8])
    /// A whole binary message.
    case binary([UInt8])
    /// A ping. Unless we have begun to close, the pong is in the replies.
    case ping([UInt8])
    /// A pong, asked for or not.
    case pong([UInt8])
    /// The peer's close frame. The handshake is complete: our answer, if it was due, is in the replies.
    case closed(WebSocketClose)
    /// The connection is unusable. What to tell the peer is in the replies.
    case failed(WebSocketFault)
}
