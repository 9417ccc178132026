import Bytes
public import Crypto

/// A credential as its sender spelled it, and whom it was proven to speak of. A connection keeps the last one: its next
/// request usually carries the same bytes, and comparing them costs a twentieth of digesting them.
public struct ProvenCredential: Sendable {
    private let value: [UInt8]
    private let mark: TrustMark
    private let provenAt: UnixTime
    public let identity: VerifiedIdentity

    init(
        _ value: Span<UInt8>, _ identity: VerifiedIdentity, asOf mark: TrustMark, at now: UnixTime
    ) {
        var copy: [UInt8] = []
        copy.reserveCapacity(value.count)
        copy.append(span: value)
        self.value = copy
        self.identity = identity
        self.mark = mark
        provenAt = now
    }

    /// Whether it is these bytes, and nothing has happened since that could change what they prove. A clock that was
    /// set back, like a key or a revocation that came or went, sends the caller back to the verifier.
    func holds(_ value: Span<UInt8>, asOf mark: TrustMark, now: UnixTime) -> Bool {
        mark == self.mark && provenAt <= now && now < identity.expiresAt && value.hasSameBytes(as: self.value.span)
    }
}

/// What trust in a token rests on besides the token: the keys and the revocations of a moment.
public struct TrustMark: Sendable, Equatable {
    let keys: UInt64
    let revocations: UInt64
}

extension IdentityVerifier {
    /// Who an Authorization field's value speaks of, if `last` says so already.
    public func identity(of value: Span<UInt8>, as last: ProvenCredential?, now: UnixTime) -> VerifiedIdentity? {
        guard let last, last.holds(value, asOf: mark, now: now) else { return nil }
        return last.identity
    }

    /// Makes what a connection keeps of a credential. `mark` must have been taken before `identity` was asked for: what
    /// was revoked in between must not count as known.
    public static func proven(
        _ value: Span<UInt8>, _ identity: VerifiedIdentity, asOf mark: TrustMark, now: UnixTime
    ) -> ProvenCredential {
        ProvenCredential(value, identity, asOf: mark, at: now)
    }
}
