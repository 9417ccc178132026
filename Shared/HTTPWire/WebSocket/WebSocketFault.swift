/// Every way in which a peer can break the protocol or our limits. Each is final for the connection.
public enum WebSocketFault: Error, Equatable, Sendable, CaseIterable {
    /// RSV1, RSV2 or RSV3 is set though no extension was agreed on.
    case reservedBits
    /// An opcode RFC 6455 does not define.
    case unknownOpcode
    /// A client must mask every frame.
    case unmaskedFrame
    /// A server must mask no frame.
    case maskedFrame
    /// Control frames cannot be fragmented.
    case fragmentedControl
    /// A control frame holds at most 125 bytes.
    case oversizedControl
    /// The length could have been written in fewer bytes.
    case lengthNotMinimal
    /// The top bit of a 64-bit length is set.
    case lengthOutOfRange
    /// A continuation frame while no message is open.
    case continuationWithoutStart
    /// A text or binary frame while another message is open.
    case dataInsideMessage
    /// A text message that is not UTF-8.
    case invalidText
    /// A close frame with a single byte of payload.
    case truncatedCloseCode
    /// A close code that must not be on the wire.
    case invalidCloseCode
    /// A close reason that is not UTF-8.
    case invalidCloseReason
    /// A data frame over `frameBytesMax`.
    case frameTooLarge
    /// A message over `messageBytesMax`.
    case messageTooLarge
    /// A message of more than `fragmentsMax` frames.
    case tooManyFragments
    /// The transport ended before the close handshake did.
    case endedWithoutClose

    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .reservedBits: "reserved_bits"
        case .unknownOpcode: "unknown_opcode"
        case .unmaskedFrame: "unmasked_frame"
        case .maskedFrame: "masked_frame"
        case .fragmentedControl: "fragmented_control"
        case .oversizedControl: "oversized_control"
        case .lengthNotMinimal: "length_not_minimal"
        case .lengthOutOfRange: "length_out_of_range"
        case .continuationWithoutStart: "continuation_without_start"
        case .dataInsideMessage: "data_inside_message"
        case .invalidText: "invalid_text"
        case .truncatedCloseCode: "truncated_close_code"
        case .invalidCloseCode: "invalid_close_code"
        case .invalidCloseReason: "invalid_close_reason"
        case .frameTooLarge: "frame_too_large"
        case .messageTooLarge: "message_too_large"
        case .tooManyFragments: "too_many_fragments"
        case .endedWithoutClose: "ended_without_close"
        }
    }

    /// What the peer is told, or nil when nobody is left to tell.
    public var closeCode: WebSocketCloseCode? {
        switch self {
        case .invalidText, .invalidCloseReason: .invalidPayload
        case .frameTooLarge, .messageTooLarge: .messageTooBig
        case .tooManyFragments: .policyViolation
        case .endedWithoutClose: nil
        default: .protocolError
        }
    }
}

/// Why a frame of ours was not written. Nothing was appended to the output.
public enum WebSocketSendError: Error, Equatable, Sendable {
    /// Our close frame is out, or the connection failed: nothing may follow.
    case notOpen
    /// A ping or pong holds at most 125 bytes.
    case controlTooLarge

    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .notOpen: "not_open"
        case .controlTooLarge: "control_too_large"
        }
    }
}
