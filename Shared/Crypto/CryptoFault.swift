/// Why libcrypto would not do what it was asked, where the input may be at fault.
public enum CryptoFault: Error, Equatable, Sendable {
    /// Sealed bytes do not open: another key, other associated bytes, or altered.
    case notAuthentic
    /// Sealed bytes are shorter than a nonce and a tag.
    case truncated
    /// The library refused to sign or seal with a key that was accepted before.
    case operationFailed

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .notAuthentic: "not_authentic"
        case .truncated: "truncated"
        case .operationFailed: "operation_failed"
        }
    }
}
