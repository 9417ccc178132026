import Bytes

/// Reading frames: the head byte by byte, each rule applied at the first byte that can break it, and the payload in
/// whatever pieces it arrives.
extension WebSocketMachine {
    /// What the next input byte is.
    enum Expectation: Equatable, Sendable {
        /// FIN, the reserved bits and the opcode. Can transition to: length.
        case opcode
        /// The mask bit and the short length. Can transition to: extendedLength, maskingKey, payload.
        case length
        /// One of the `left` bytes of a long length, of `size` in all. Can transition to: maskingKey, payload.
        case extendedLength(left: Int, size: Int, value: UInt64)
        /// One of the `left` bytes of the key; those before are in `key`. Can transition to: payload.
        case maskingKey(left: Int, key: UInt32)
        /// Payload, `frame.payloadCount` bytes of which are to come. Can transition to: opcode.
        case payload
    }

    mutating func readHead(_ byte: UInt8) throws(WebSocketFault) {
        switch expecting {
        case .opcode:
            try readOpcode(byte)
        case .length:
            try readLength(byte)
        case .extendedLength(let left, let size, let value):
            // The first byte of eight carries the bit that would make the length negative.
            guard left < 8 || byte < 0x80 else { throw .lengthOutOfRange }
            let longer = value << 8 | UInt64(byte)
            guard left == 1 else {
                expecting = .extendedLength(left: left - 1, size: size, value: longer)
                return
            }
            guard longer > (size == 2 ? 125 : 0xffff) else { throw .lengthNotMinimal }
            try beginPayload(of: Int(clamping: longer))
        case .maskingKey(let left, let key):
            let more = key | UInt32(byte) << UInt32((4 - left) * 8)
            guard left == 1 else {
                expecting = .maskingKey(left: left - 1, key: more)
                return
            }
            frame.mask = WebSocketMask(key: more)
            expecting = .payload
        case .payload:
            preconditionFailure("payload is not read byte by byte")
        }
    }

    private mutating func readOpcode(_ byte: UInt8) throws(WebSocketFault) {
        guard byte & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = WebSocketOpcode(rawValue: byte & 0x0f) else { throw .unknownOpcode }
        let isFinal = byte & 0x80 != 0
        switch opcode {
        case .continuation:
            guard opening != nil else { throw .continuationWithoutStart }
        case .text, .binary:
            guard opening == nil else { throw .dataInsideMessage }
            opening = opcode
            fragments = 0
        case .close, .ping, .pong:
            guard isFinal else { throw .fragmentedControl }
        }
        if !opcode.isControl {
            guard fragments < limits.fragmentsMax else { throw .tooManyFragments }
            fragments += 1
        }
        frame = WebSocketFrame(opcode: opcode, isFinal: isFinal, payloadCount: 0, mask: nil)
        expecting = .length
    }

    private mutating func readLength(_ byte: UInt8) throws(WebSocketFault) {
        switch role {
        case .server: guard byte & 0x80 != 0 else { throw .unmaskedFrame }
        case .client: guard byte & 0x80 == 0 else { throw .maskedFrame }
        }
        let length = Int(byte & 0x7f)
        guard length <= WebSocketLimits.controlBytesMax || !frame.opcode.isControl else { throw .oversizedControl }
        guard frame.opcode != .close || length != 1 else { throw .truncatedCloseCode }
        switch length {
        case 126: expecting = .extendedLength(left: 2, size: 2, value: 0)
        case 127: expecting = .extendedLength(left: 8, size: 8, value: 0)
        default: try beginPayload(of: length)
        }
    }

    /// The length is known: the moment to refuse what is too large, before any of it is taken.
    private mutating func beginPayload(of count: Int) throws(WebSocketFault) {
        if !frame.opcode.isControl {
            guard count <= limits.frameBytesMax else { throw .frameTooLarge }
            guard count <= limits.messageBytesMax - message.count else { throw .messageTooLarge }
        }
        frame.payloadCount = count
        switch role {
        case .server: expecting = .maskingKey(left: 4, key: 0)
        case .client: expecting = .payload
        }
    }

    mutating func takePayload(_ input: Span<UInt8>, from position: inout Int) throws(WebSocketFault) {
        let count = min(frame.payloadCount, input.count - position)
        guard count > 0 else { return }
        let piece = input.extracting(position..<position + count)
        position += count
        frame.payloadCount -= count
        guard !frame.opcode.isControl else { return Self.append(piece, unmasking: &frame.mask, to: &control) }
        let known = message.count
        Self.append(piece, unmasking: &frame.mask, to: &message)
        if opening == .text {
            var judged = text
            guard judged.accept(message.span.extracting(known..<message.count)) else { throw .invalidText }
            text = judged
        }
    }

    private static func append(_ piece: Span<UInt8>, unmasking mask: inout WebSocketMask?, to bytes: inout [UInt8]) {
        let needed = bytes.count + piece.count
        // One allocation for a frame that came whole, doubling for one that came in pieces.
        if bytes.capacity < needed { bytes.reserveCapacity(max(needed, bytes.capacity * 2)) }
        if mask == nil {
            bytes.append(span: piece)
        } else {
            mask?.append(piece, to: &bytes)
        }
    }

    /// All of the frame is here: an event, unless it is a fragment that others follow.
    mutating func finishFrame(replies output: inout [UInt8]) throws(WebSocketFault) -> WebSocketEvent? {
        switch frame.opcode {
        case .continuation, .text, .binary:
            guard frame.isFinal else { return nil }
            guard opening != .text || text.isComplete else { throw .invalidText }
            let kind = opening
            let complete = message
            opening = nil
            message = []
            return kind == .text ? .text(complete) : .binary(complete)
        case .ping:
            let payload = takeControl()
            if state == .open { append(.pong, payload: payload.span, to: &output) }
            return .ping(payload)
        case .pong:
            return .pong(takeControl())
        case .close:
            return try finishClose(takeControl(), replies: &output)
        }
    }

    private mutating func takeControl() -> [UInt8] {
        let payload = control
        control = []
        return payload
    }

    private mutating func finishClose(
        _ payload: [UInt8], replies output: inout [UInt8]
    ) throws(WebSocketFault) -> WebSocketEvent {
        var close = WebSocketClose()
        if payload.count >= 2 {
            guard let code = WebSocketCloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1])) else {
                throw .invalidCloseCode
            }
            guard let reason = String(validating: payload[2...], as: UTF8.self) else { throw .invalidCloseReason }
            close = WebSocketClose(code: code, reason: reason)
        }
        // The answer repeats the code: both ends then log the same.
        if state == .open { appendClose(WebSocketClose(code: close.code), to: &output) }
        state = .closed
        dropMessage()
        return .closed(close)
    }
}
