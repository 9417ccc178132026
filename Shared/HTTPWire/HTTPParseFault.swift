/// Why bytes from a peer are not HTTP/1.1 as we accept it. After any fault the connection must close: where the next
/// message would begin is no longer known. `status` is what a server answers; a client that meets a fault in a
/// response treats every kind as a broken upstream (502).
public enum HTTPParseFault: Error, Sendable, CaseIterable {
    // Lines.
    case bareLineFeed, bareCarriageReturn, forbiddenByte, emptyLines
    // Request line and status line.
    case requestLineMalformed, requestLineTooLong, methodTooLong, methodUnknown, versionMalformed, versionUnsupported
    case targetMalformed, percentEncodingMalformed, pathForbidden, statusLineMalformed, statusLineTooLong
    // Field lines.
    case lineFolded, fieldNameMalformed, fieldNameUnderscored, fieldLineTooLong, fieldSectionTooLong, fieldsTooMany
    case fieldDuplicated
    // Host.
    case hostMissing, hostMalformed, hostMismatched
    // Framing.
    case contentLengthMalformed, contentLengthAndTransferEncoding, transferCodingUnsupported
    case transferEncodingBeforeHTTP11, bodyTooLong
    // Chunks and trailers.
    case chunkSizeMalformed, chunkExtensionMalformed, chunkExtensionsTooLong, chunkEndMissing
    case trailerSectionTooLong, trailersTooMany
    // The connection.
    case incomplete, unexpectedBytes, unexpectedUpgrade, informationalsTooMany
}

extension HTTPParseFault {
    /// What a server answers before it closes the connection.
    public var status: HTTPStatus {
        switch self {
        case .methodUnknown: .notImplemented
        case .versionUnsupported: .httpVersionNotSupported
        case .requestLineTooLong: .uriTooLong
        case .fieldLineTooLong, .fieldSectionTooLong, .fieldsTooMany, .trailerSectionTooLong, .trailersTooMany:
            .requestHeaderFieldsTooLarge
        case .bodyTooLong: .contentTooLarge
        case .statusLineMalformed, .statusLineTooLong, .unexpectedBytes, .unexpectedUpgrade, .informationalsTooMany:
            .badGateway
        default: .badRequest
        }
    }

    /// A bounded name of the kind, for metrics and logs. It never contains anything the peer sent.
    public var label: StaticString {
        switch self {
        case .bareLineFeed: "bare_line_feed"
        case .bareCarriageReturn: "bare_carriage_return"
        case .forbiddenByte: "forbidden_byte"
        case .emptyLines: "empty_lines"
        case .requestLineMalformed: "request_line_malformed"
        case .requestLineTooLong: "request_line_too_long"
        case .methodTooLong: "method_too_long"
        case .methodUnknown: "method_unknown"
        case .versionMalformed: "version_malformed"
        case .versionUnsupported: "version_unsupported"
        case .targetMalformed: "target_malformed"
        case .percentEncodingMalformed: "percent_encoding_malformed"
        case .pathForbidden: "path_forbidden"
        case .statusLineMalformed: "status_line_malformed"
        case .statusLineTooLong: "status_line_too_long"
        case .lineFolded: "line_folded"
        case .fieldNameMalformed: "field_name_malformed"
        case .fieldNameUnderscored: "field_name_underscored"
        case .fieldLineTooLong: "field_line_too_long"
        case .fieldSectionTooLong: "field_section_too_long"
        case .fieldsTooMany: "fields_too_many"
        case .fieldDuplicated: "field_duplicated"
        case .hostMissing: "host_missing"
        case .hostMalformed: "host_malformed"
        case .hostMismatched: "host_mismatched"
        case .contentLengthMalformed: "content_length_malformed"
        case .contentLengthAndTransferEncoding: "content_length_and_transfer_encoding"
        case .transferCodingUnsupported: "transfer_coding_unsupported"
        case .transferEncodingBeforeHTTP11: "transfer_encoding_before_http11"
        case .bodyTooLong: "body_too_long"
        case .chunkSizeMalformed: "chunk_size_malformed"
        case .chunkExtensionMalformed: "chunk_extension_malformed"
        case .chunkExtensionsTooLong: "chunk_extensions_too_long"
        case .chunkEndMissing: "chunk_end_missing"
        case .trailerSectionTooLong: "trailer_section_too_long"
        case .trailersTooMany: "trailers_too_many"
        case .incomplete: "incomplete"
        case .unexpectedBytes: "unexpected_bytes"
        case .unexpectedUpgrade: "unexpected_upgrade"
        case .informationalsTooMany: "informationals_too_many"
        }
    }
}
