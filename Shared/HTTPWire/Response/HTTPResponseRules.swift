/// What can only be judged when the whole head of a response is there.
enum HTTPResponseRules {
    /// Where the body ends. The fields that frame it are checked even where they mean nothing, because an upstream
    /// that contradicts itself there does so elsewhere too.
    static func framing(
        _ head: HTTPResponseHead, answering method: HTTPMethod
    ) throws(HTTPParseFault) -> HTTPResponseFraming {
        var framing = HTTPResponseFraming.untilClose
        if let coding = head.fields.firstRange(.transferEncoding) {
            guard head.version >= .http11 else { throw .transferEncodingBeforeHTTP11 }
            guard !head.fields.contains(.contentLength) else { throw .contentLengthAndTransferEncoding }
            guard HTTPFramingField.isChunked(head.fields.bytes.span.extracting(coding)) else {
                throw .transferCodingUnsupported
            }
            framing = .chunked
        } else if let length = head.fields.firstRange(.contentLength) {
            framing = .length(try HTTPFramingField.length(head.fields.bytes.span.extracting(length)))
        }
        return method == .head || head.status.forbidsBody ? .none : framing
    }
}

extension HTTPResponseHead {
    /// The `Content-Length` a peer declared, also where there is no body (an answer to HEAD).
    public var contentLength: Int? {
        guard let range = fields.firstRange(.contentLength) else { return nil }
        // A malformed one has been refused by the parser; one of ours is simply no length.
        return try? HTTPFramingField.length(fields.bytes.span.extracting(range))
    }
}
