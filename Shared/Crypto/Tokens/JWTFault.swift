/// Why a token was refused. For logs and metrics only: whoever sent the token learns only that it is not accepted, so
/// that nobody can feel their way to a forgery.
public enum JWTFault: Error, Equatable, Sendable, CaseIterable {
    /// Longer than the policy allows, or one part longer than its limit.
    case tooLarge
    /// Not exactly three parts between two dots.
    case malformed
    /// A part is not the one base64url text for its bytes.
    case badEncoding
    /// The header is not a JSON object, names something twice, or a member has the wrong type.
    case malformedHeader
    /// The header has a `crit` list. We understand no extension, so RFC 7515 4.1.11 demands refusal.
    case criticalHeader
    /// The header brings its own key, points to one, or says that the payload is compressed, nested or unencoded.
    case refusedHeader
    /// `alg` is missing, `none`, unknown, or none of our keys is for it.
    case refusedAlgorithm
    /// `typ` is missing where it must be given, or not one of the policy's.
    case refusedType
    /// No key has this `kid`. The one fault after which it makes sense to fetch the keys again.
    case unknownKey
    /// Several keys fit and the token does not say which.
    case ambiguousKey
    /// The key named by `kid` is for another algorithm than the header says.
    case algorithmMismatch
    case badSignature
    /// The payload is not a JSON object in strict UTF-8, or names something twice.
    case malformedPayload
    /// `iss` is missing, not a string, or not one of the policy's.
    case wrongIssuer
    /// `aud` is missing, of the wrong type, or names none of the policy's.
    case wrongAudience
    /// `sub` is missing, empty, too long, or has control characters.
    case malformedSubject
    /// `exp`, `nbf` or `iat` is not a number, or not a time between 1970 and 9999.
    case malformedDate
    /// `exp`, or `iat` where the policy wants it, is missing.
    case missingDate
    case expired
    /// `nbf` lies ahead.
    case notYetValid
    /// `iat` lies ahead.
    case issuedInFuture
    /// Valid for longer than the policy allows.
    case lifetimeTooLong
    /// Says of itself that it is an identity, refresh or logout token.
    case wrongUse
    /// `jti` is not a short string, or missing where the policy wants it.
    case malformedTokenID
    case revoked
    /// Some other claim that the caller's mapping needs is missing or wrong.
    case malformedClaim

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .tooLarge: "too_large"
        case .malformed: "malformed"
        case .badEncoding: "bad_encoding"
        case .malformedHeader: "malformed_header"
        case .criticalHeader: "critical_header"
        case .refusedHeader: "refused_header"
        case .refusedAlgorithm: "refused_algorithm"
        case .refusedType: "refused_type"
        case .unknownKey: "unknown_key"
        case .ambiguousKey: "ambiguous_key"
        case .algorithmMismatch: "algorithm_mismatch"
        case .badSignature: "bad_signature"
        case .malformedPayload: "malformed_payload"
        case .wrongIssuer: "wrong_issuer"
        case .wrongAudience: "wrong_audience"
        case .malformedSubject: "malformed_subject"
        case .malformedDate: "malformed_date"
        case .missingDate: "missing_date"
        case .expired: "expired"
        case .notYetValid: "not_yet_valid"
        case .issuedInFuture: "issued_in_future"
        case .lifetimeTooLong: "lifetime_too_long"
        case .wrongUse: "wrong_use"
        case .malformedTokenID: "malformed_token_id"
        case .revoked: "revoked"
        case .malformedClaim: "malformed_claim"
        }
    }
}
