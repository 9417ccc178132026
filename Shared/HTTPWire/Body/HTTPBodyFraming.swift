/// Where the body of a request ends (RFC 9112 section 6.3).
public enum HTTPBodyFraming: Sendable, Equatable {
    /// Neither length nor chunks were announced: no body.
    case none
    /// `Content-Length`, which may be zero.
    case length(Int)
    /// `Transfer-Encoding: chunked`.
    case chunked
}
