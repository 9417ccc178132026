/// What can only be judged when the whole head of a request is there.
enum HTTPRequestRules {
    /// Where the body ends (RFC 9112 section 6.3, strict: any ambiguity is a fault).
    static func framing(_ fields: HTTPFields, _ line: HTTPRequestLine) throws(HTTPParseFault) -> HTTPBodyFraming {
        guard fields.present.intersects([.contentLength, .transferEncoding]) else { return .none }
        if let coding = fields.firstRange(.transferEncoding) {
            guard line.version >= .http11 else { throw .transferEncodingBeforeHTTP11 }
            guard !fields.contains(.contentLength) else { throw .contentLengthAndTransferEncoding }
            guard HTTPFramingField.isChunked(fields.bytes.span.extracting(coding)) else {
                throw .transferCodingUnsupported
            }
            return .chunked
        }
        guard let length = fields.firstRange(.contentLength) else { return .none }
        return .length(try HTTPFramingField.length(fields.bytes.span.extracting(length)))
    }

    /// `Host` must be there in HTTP/1.1, be a host and nothing else, and agree with an absolute target. The RFC lets
    /// the target win; a proxy behind us may read it the other way round, so a disagreement is refused.
    static func checkHost(_ fields: HTTPFields, _ line: HTTPRequestLine) throws(HTTPParseFault) {
        guard let range = fields.firstRange(.host) else {
            guard line.version < .http11 else { throw .hostMissing }
            return
        }
        let text = fields.bytes.span
        let host = text.extracting(range)
        guard HTTPAuthority.isHost(host) else { throw .hostMalformed }
        guard line.target.form == .absolute else { return }
        let port = line.target.hasHTTPSScheme ? 443 : 80
        guard HTTPAuthority.areSame(host, text.extracting(line.target.authority.range), defaultPort: port) else {
            throw .hostMismatched
        }
    }
}

/// The values of the two fields that frame a body.
enum HTTPFramingField {
    /// `Content-Length` as digits and nothing else: no sign, no list, no leading zero, and it must fit an `Int`.
    static func length(_ value: borrowing Span<UInt8>) throws(HTTPParseFault) -> Int {
        guard 1...19 ~= value.count, value.count == 1 || value[0] != UInt8(ascii: "0") else {
            throw .contentLengthMalformed
        }
        var length = 0
        for index in value.indices {
            let byte = value[index]
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { throw .contentLengthMalformed }
            let (tens, isTooBig) = length.multipliedReportingOverflow(by: 10)
            let (sum, isBigger) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !isTooBig, !isBigger else { throw .contentLengthMalformed }
            length = sum
        }
        return length
    }

    /// Whether a `Transfer-Encoding` is `chunked`, once, alone.
    static func isChunked(_ value: borrowing Span<UInt8>) -> Bool {
        HTTPFieldSyntax.areEqual(value, "chunked".utf8Span.span)
    }
}
