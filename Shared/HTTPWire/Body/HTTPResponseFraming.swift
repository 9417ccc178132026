/// Where the body of a response ends (RFC 9112 section 6.3).
public enum HTTPResponseFraming: Sendable, Equatable {
    /// No body, whatever the fields say: the answer to HEAD, 1xx, 204 and 304.
    case none
    /// `Content-Length`, which may be zero.
    case length(Int)
    /// `Transfer-Encoding: chunked`.
    case chunked
    /// Neither: everything up to the end of the connection.
    case untilClose
}
