/// What a response parser tells: any number of `informational`, one `head`, any number of `body`, one `end`.
public enum HTTPResponsePart: Sendable {
    /// A 1xx other than 101. The response itself is still to come.
    case informational(HTTPResponseHead)
    /// The head, and where the body will end.
    case head(HTTPResponseHead, HTTPResponseFraming)
    /// Bytes of the body: a range of the input just given, so that they can be passed on without a copy.
    case body(Range<Int>)
    /// The response is complete. Trailers that may not be trailers have been dropped; nil when none is left.
    case end(trailers: HTTPFields?)
}
