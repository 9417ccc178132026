import Bytes

/// Writing frames. All of them append whole frames to `output`, so that frames of different origin never mix; none
/// of them waits, and how much may wait in `output` is the owner's limit.
extension WebSocketMachine {
    /// Appends a text message.
    ///
    /// - Parameters:
    ///   - text: UTF-8, as our JSON writer makes it; it is not checked again.
    ///   - fragmentBytesMax: The payload a frame may have; longer messages become several frames.
    ///   - output: Where the frames go.
    /// - Throws: `notOpen` once we have begun to close.
    public mutating func send(
        text: Span<UInt8>, fragmentBytesMax: Int = .max, into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        try send(.text, payload: text, fragmentBytesMax: fragmentBytesMax, into: &output)
    }

    /// Appends a text message.
    public mutating func send(
        text: String, fragmentBytesMax: Int = .max, into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        let bytes = Array(text.utf8)
        try send(.text, payload: bytes.span, fragmentBytesMax: fragmentBytesMax, into: &output)
    }

    /// Appends a binary message.
    public mutating func send(
        binary: Span<UInt8>, fragmentBytesMax: Int = .max, into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        try send(.binary, payload: binary, fragmentBytesMax: fragmentBytesMax, into: &output)
    }

    /// Appends a message that was framed once for many receivers. Only a server can: a client masks each frame anew.
    public mutating func send(
        _ framed: WebSocketFramedMessage, into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        guard case .server = role else { preconditionFailure("a client masks each frame anew") }
        guard state == .open else { throw .notOpen }
        output.append(span: framed.bytes.span)
    }

    /// Appends a ping of at most 125 bytes, which the peer returns in a pong.
    public mutating func sendPing(
        _ payload: Span<UInt8> = Span(), into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        try sendControl(.ping, payload: payload, into: &output)
    }

    /// Appends a pong nobody asked for, a heartbeat in one direction. Pings are answered without it.
    public mutating func sendPong(
        _ payload: Span<UInt8> = Span(), into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        try sendControl(.pong, payload: payload, into: &output)
    }

    /// Begins the close handshake, after which nothing can be sent. Does nothing when it has begun already. A reason
    /// that does not fit is cut between two characters' encodings; without a code there can be none.
    public mutating func close(_ close: WebSocketClose, into output: inout [UInt8]) {
        guard state == .open else { return }
        appendClose(close, to: &output)
        state = .closeSent
    }

    private mutating func send(
        _ opcode: WebSocketOpcode, payload: Span<UInt8>, fragmentBytesMax: Int, into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        precondition(fragmentBytesMax > 0, "a fragment holds at least one byte")
        guard state == .open else { throw .notOpen }
        var sent = 0
        var next = opcode
        repeat {
            let count = min(fragmentBytesMax, payload.count - sent)
            let piece = payload.extracting(sent..<sent + count)
            sent += count
            append(next, isFinal: sent == payload.count, payload: piece, to: &output)
            next = .continuation
        } while sent < payload.count
    }

    private mutating func sendControl(
        _ opcode: WebSocketOpcode, payload: Span<UInt8>, into output: inout [UInt8]
    ) throws(WebSocketSendError) {
        guard state == .open else { throw .notOpen }
        guard payload.count <= WebSocketLimits.controlBytesMax else { throw .controlTooLarge }
        append(opcode, payload: payload, to: &output)
    }

    func appendClose(_ close: WebSocketClose, to output: inout [UInt8]) {
        var payload: [UInt8] = []
        if let code = close.code?.rawValue {
            payload = [UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code)]
            for scalar in close.reason.unicodeScalars {
                let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                guard payload.count + encoded.count <= WebSocketLimits.controlBytesMax else { break }
                payload.append(contentsOf: encoded)
            }
        }
        append(.close, payload: payload.span, to: &output)
    }

    func append(_ opcode: WebSocketOpcode, isFinal: Bool = true, payload: Span<UInt8>, to output: inout [UInt8]) {
        let key: UInt32? =
            switch role {
            case .server: nil
            case .client(let maskingKeys): maskingKeys()
            }
        WebSocketFrame.append(opcode, isFinal: isFinal, payload: payload, maskingKey: key, to: &output)
    }
}

/// A message as a server sends it, framed once and sent to many: what a broadcast to a room needs.
public struct WebSocketFramedMessage: Sendable, Equatable {
    /// The frame, head and payload.
    public let bytes: [UInt8]

    /// Frames UTF-8 text, which is not checked again.
    public init(text: Span<UInt8>) {
        self.init(.text, payload: text)
    }

    /// Frames binary content.
    public init(binary: Span<UInt8>) {
        self.init(.binary, payload: binary)
    }

    private init(_ opcode: WebSocketOpcode, payload: Span<UInt8>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 10)
        WebSocketFrame.append(opcode, isFinal: true, payload: payload, maskingKey: nil, to: &bytes)
        self.bytes = bytes
    }
}
