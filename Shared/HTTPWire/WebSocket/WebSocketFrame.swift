import Bytes

/// The frame types of RFC 6455, 5.2; the other ten numbers are reserved.
enum WebSocketOpcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
}

/// The head of one frame, being read or about to be written.
struct WebSocketFrame: Sendable {
    var opcode: WebSocketOpcode
    /// The FIN bit: no further fragment of this message follows.
    var isFinal: Bool
    /// Payload bytes; for a frame being read, those that are still to come.
    var payloadCount: Int
    var mask: WebSocketMask?

    /// Writes one whole frame: the shortest head for the length, the key when there is one, and the payload.
    static func append(
        _ opcode: WebSocketOpcode, isFinal: Bool, payload: Span<UInt8>, maskingKey: UInt32?, to output: inout [UInt8]
    ) {
        output.append((isFinal ? 0x80 : 0) | opcode.rawValue)
        let masked: UInt8 = maskingKey == nil ? 0 : 0x80
        switch payload.count {
        case ...125:
            output.append(masked | UInt8(truncatingIfNeeded: payload.count))
        case ...0xffff:
            output.append(masked | 126)
            appendBigEndian(payload.count, bytes: 2, to: &output)
        default:
            output.append(masked | 127)
            appendBigEndian(payload.count, bytes: 8, to: &output)
        }
        guard let maskingKey else { return output.append(span: payload) }
        for shift: UInt32 in [0, 8, 16, 24] { output.append(UInt8(truncatingIfNeeded: maskingKey >> shift)) }
        var mask = WebSocketMask(key: maskingKey)
        mask.append(payload, to: &output)
    }

    private static func appendBigEndian(_ value: Int, bytes: Int, to output: inout [UInt8]) {
        for index in (0..<bytes).reversed() { output.append(UInt8(truncatingIfNeeded: value >> (index * 8))) }
    }
}
