/// The keys one issuer signs with: an immutable set from which the key for a token is chosen.
public struct JWTKeySet: Sendable {
    public let keys: [VerificationKey]

    /// Why keys do not make a set.
    public enum Fault: Error, Equatable, Sendable {
        case empty
        case tooManyKeys
        /// Two keys have the same id and the same algorithm.
        case duplicateKeyID

        /// A bounded name for metrics and logs.
        public var label: StaticString {
            switch self {
            case .empty: "empty"
            case .tooManyKeys: "too_many_keys"
            case .duplicateKeyID: "duplicate_key_id"
            }
        }
    }

    /// Collects keys whose ids differ, at least one.
    public init(_ keys: [VerificationKey]) throws(Fault) {
        guard !keys.isEmpty else { throw .empty }
        guard keys.count <= CryptoLimits.keysMax else { throw .tooManyKeys }
        for (index, key) in keys.enumerated() {
            guard !keys[..<index].contains(where: { $0.collides(with: key) }) else { throw .duplicateKeyID }
        }
        self.keys = keys
    }

    /// The one key that may verify a token with this header.
    ///
    /// With a `kid`: the key of that id; where no key has it, the only key for the algorithm, provided that key has
    /// no id to disagree with. Without a `kid`: the only key for the algorithm.
    func key(algorithm: SignatureAlgorithm, keyID: String?) throws(JWTFault) -> VerificationKey {
        if let keyID {
            var isKnown = false
            for key in keys where key.keyID?.hasSameBytes(as: keyID) == true {
                if key.algorithm == algorithm { return key }
                isKnown = true
            }
            guard !isKnown else { throw .algorithmMismatch }
        }
        var fitting: VerificationKey?
        for key in keys where key.algorithm == algorithm {
            guard fitting == nil else { throw keyID == nil ? .ambiguousKey : .unknownKey }
            fitting = key
        }
        guard let fitting else { throw keyID == nil ? .refusedAlgorithm : .unknownKey }
        guard keyID == nil || fitting.keyID == nil else { throw .unknownKey }
        return fitting
    }
}

extension VerificationKey {
    func collides(with other: VerificationKey) -> Bool {
        guard algorithm == other.algorithm, let keyID, let otherID = other.keyID else { return false }
        return keyID.hasSameBytes(as: otherID)
    }
}
