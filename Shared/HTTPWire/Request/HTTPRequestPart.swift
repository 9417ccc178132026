/// What a request parser tells, in this order for each request: one `head`, any number of `body`, one `end`.
public enum HTTPRequestPart: Sendable {
    /// The head, and where the body will end.
    case head(HTTPRequestHead, HTTPBodyFraming)
    /// Bytes of the body: a range of the input just given, so that they can be passed on without a copy.
    case body(Range<Int>)
    /// The request is complete. Trailers that may not be trailers have been dropped; nil when none is left.
    case end(trailers: HTTPFields?)
}
