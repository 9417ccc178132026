/// A status code between 100 and 999. Codes without a name of their own are valid: RFC 9110 section 15 has a
/// recipient treat them as the first of their class.
public struct HTTPStatus: Sendable, Hashable {
    /// The three digits.
    public let code: UInt16

    /// The status with `code`, or nil when it has not three digits.
    @inlinable
    public init?(_ code: Int) {
        guard 100...999 ~= code else { return nil }
        self.code = UInt16(code)
    }

    @inlinable
    init(unchecked code: UInt16) {
        self.code = code
    }

    /// 1xx: another response to the same request follows. 101 is not one of these: it ends HTTP on the connection.
    @inlinable public var isInformational: Bool { code < 200 && code != 101 }
    /// 2xx.
    @inlinable public var isSuccess: Bool { 200...299 ~= code }
    /// 3xx.
    @inlinable public var isRedirection: Bool { 300...399 ~= code }
    /// 4xx.
    @inlinable public var isClientError: Bool { 400...499 ~= code }
    /// 5xx and the unassigned codes above, which are read as 5xx.
    @inlinable public var isServerError: Bool { code >= 500 }
    /// Whether a response with this status never has content, whatever its fields say (RFC 9112 section 6.3).
    @inlinable public var forbidsBody: Bool { code < 200 || code == 204 || code == 304 }
}

extension HTTPStatus: CustomStringConvertible {
    /// The three digits.
    public var description: String { String(code) }
}
