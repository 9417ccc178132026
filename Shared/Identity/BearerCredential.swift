public import PlatformProtocol

/// Why the value of an Authorization field holds no bearer token.
public enum CredentialFault: Error, Equatable, Sendable {
    /// Nothing but a scheme, or nothing at all.
    case empty
    /// Basic, Digest or another scheme we do not take.
    case otherScheme
    /// More than one token, a list, or characters no token has.
    case malformed
    case tooLong

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .empty: "empty_credential"
        case .otherScheme: "other_scheme"
        case .malformed: "malformed_credential"
        case .tooLong: "credential_too_long"
        }
    }

    /// What the caller is answered.
    public var problem: Problem {
        .invalidToken(reason: label)
    }
}

/// The bearer credential of RFC 6750 2.1, read strictly.
public enum BearerCredential {
    /// Where the token lies in the value of an Authorization field: `Bearer` in any case, spaces, one token68, and
    /// nothing after it. The value comes without surrounding whitespace, as the field parser leaves it.
    public static func token(in value: Span<UInt8>) throws(CredentialFault) -> Range<Int> {
        let start = try start(in: value)
        var end = start
        while end < value.count, isToken68Character(value[end]) { end += 1 }
        guard end > start else { throw .malformed }
        // Padding belongs to a token68, though no JWT has any: the verifier says so.
        while end < value.count, value[end] == UInt8(ascii: "=") { end += 1 }
        guard end == value.count else { throw .malformed }
        return start..<end
    }

    /// Where whatever follows the scheme and its spaces begins; not empty, and not looked at.
    static func start(in value: Span<UInt8>) throws(CredentialFault) -> Int {
        guard value.count <= IdentityLimits.credentialBytesMax else { throw .tooLong }
        var start = 0
        while start < value.count, value[start] != UInt8(ascii: " ") {
            guard isTokenCharacter(value[start]) else { throw .malformed }
            start += 1
        }
        guard start > 0 else { throw .empty }
        guard isBearer(value.extracting(..<start)) else { throw .otherScheme }
        while start < value.count, value[start] == UInt8(ascii: " ") { start += 1 }
        guard start < value.count else { throw .empty }
        return start
    }

    private static func isBearer(_ scheme: Span<UInt8>) -> Bool {
        let name: InlineArray<6, UInt8> = [0x62, 0x65, 0x61, 0x72, 0x65, 0x72]
        guard scheme.count == name.count else { return false }
        for index in scheme.indices where scheme[index] | 0x20 != name[index] { return false }
        return true
    }

    private static func isToken68Character(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// The characters of an RFC 9110 token that a scheme's name may have.
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
