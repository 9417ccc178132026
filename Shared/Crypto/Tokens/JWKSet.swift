internal import JSON

/// Reads JWK sets (RFC 7517). What an entry may be is decided here and nowhere else:
///
/// - Entries of unknown `kty`, `alg` or `crv`, for another `use`, or whose `key_ops` lack `verify` are skipped, as
///   the RFC asks; so are entries that break a rule for keys (too short, not on the curve). The others stand.
/// - An entry that contains a private half is skipped as well. A key whose private half was published is no longer
///   anyone's, so trusting it would be worse than doing without it.
/// - Shared secrets (`oct`) are read from a configured set only, never from a published one.
/// - `alg` pins the algorithm. Where it is missing the curve does; for RSA it is then RS256, the only one that
///   issuers leave out in practice; a secret without `alg` is skipped.
/// - Of two entries with the same id and algorithm the first stands.
public struct JWKSet: Sendable {
    /// Where a set comes from.
    public enum Source: Sendable {
        /// A file or variable of ours.
        case configured
        /// An issuer's address.
        case published
    }

    /// Why an entry was skipped.
    public enum SkipReason: Error, Equatable, Sendable {
        case malformed
        case unsupportedKind
        case unsupportedAlgorithm
        case notForVerifying
        case privateHalfIncluded
        case secretNotAllowed
        case duplicateKeyID
        case refused(KeyFault)

        /// A bounded name for metrics and logs.
        public var label: StaticString {
            switch self {
            case .malformed: "malformed"
            case .unsupportedKind: "unsupported_kind"
            case .unsupportedAlgorithm: "unsupported_algorithm"
            case .notForVerifying: "not_for_verifying"
            case .privateHalfIncluded: "private_half_included"
            case .secretNotAllowed: "secret_not_allowed"
            case .duplicateKeyID: "duplicate_key_id"
            case .refused(let fault): fault.label
            }
        }
    }

    /// Why a whole document was refused. Whoever refreshes keys keeps the last good set then.
    public enum Fault: Error, Equatable, Sendable {
        case tooLarge
        case malformed
        case tooManyKeys
        case noUsableKey

        /// A bounded name for metrics and logs.
        public var label: StaticString {
            switch self {
            case .tooLarge: "too_large"
            case .malformed: "malformed"
            case .tooManyKeys: "too_many_keys"
            case .noUsableKey: "no_usable_key"
            }
        }
    }

    public let keys: JWTKeySet
    /// The entries that were left out, by their place in the document.
    public let skipped: [(index: Int, reason: SkipReason)]

    public init(parsing document: Span<UInt8>, source: Source) throws(Fault) {
        guard document.count <= CryptoLimits.keySetBytesMax else { throw .tooLarge }
        let parsed: JSONValue
        do throws(JSONFault) {
            parsed = try JSONValue(parsing: document)
        } catch {
            throw .malformed
        }
        guard case .array(let entries) = parsed["keys"] else { throw .malformed }
        guard entries.count <= CryptoLimits.keysMax else { throw .tooManyKeys }
        var keys: [VerificationKey] = []
        var skipped: [(index: Int, reason: SkipReason)] = []
        for (index, entry) in entries.enumerated() {
            do throws(SkipReason) {
                let key = try JWKReader(entry, source: source).key()
                guard !keys.contains(where: { $0.collides(with: key) }) else { throw .duplicateKeyID }
                keys.append(key)
            } catch {
                skipped.append((index, error))
            }
        }
        do throws(JWTKeySet.Fault) {
            self.keys = try JWTKeySet(keys)
        } catch {
            throw .noUsableKey
        }
        self.skipped = skipped
    }

    /// The set of these keys for others to verify with. Shared secrets are left out.
    public static func document(of keys: [VerificationKey]) -> [UInt8] {
        JSONValue.object(JSONObject([("keys", .array(keys.compactMap { $0.jwk.map(JSONValue.object) }))])).bytes
    }
}
