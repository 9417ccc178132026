import Testing

@testable import Crypto

@Suite("Choosing and rotating keys")
struct KeyRotationTests {
    let forge: TokenForge

    init() throws {
        forge = try TokenForge.shared.get()
    }

    func header(_ algorithm: String, keyID: String?) -> String {
        keyID.map { #"{"alg":"\#(algorithm)","kid":"\#($0)"}"# } ?? #"{"alg":"\#(algorithm)"}"#
    }

    @Test("while keys overlap both are accepted; afterwards the old one is unknown")
    func overlap() throws {
        let old = try SigningKey.generate(.es256, keyID: "2026-01")
        let new = try SigningKey.generate(.es256, keyID: "2026-02")
        let ring = JWTKeyRing(try JWTKeySet([try old.verificationKey]))
        let tokens = try [old, new].map { key in
            try TokenForge.token(header("ES256", keyID: key.keyID), TokenForge.payload(), by: key)
        }
        func faults() -> [JWTFault?] {
            tokens.map { TokenForge.fault(of: $0, by: forge.verifier, keys: ring) }
        }
        #expect(faults() == [nil, .unknownKey])
        ring.replace(with: try JWTKeySet([try old.verificationKey, try new.verificationKey]))
        #expect(faults() == [nil, nil])
        ring.replace(with: try JWTKeySet([try new.verificationKey]))
        #expect(faults() == [.unknownKey, nil])
        #expect(ring.generation == 3)
        #expect(ring.snapshot.generation == 3)
    }

    @Test("without kid the only key for the algorithm is taken, and none of several")
    func withoutKeyID() throws {
        let token = try TokenForge.token(header("ES256", keyID: nil), TokenForge.payload(), by: forge.es)
        #expect(forge.fault(of: token) == nil)
        let two = JWTKeyRing(
            try JWTKeySet([try forge.es.verificationKey, try SigningKey.generate(.es256).verificationKey]))
        #expect(TokenForge.fault(of: token, by: forge.verifier, keys: two) == .ambiguousKey)
    }

    @Test("a key without id answers for any kid, but only as the only key for its algorithm")
    func keyWithoutID() throws {
        let key = try SigningKey.generate(.es256)
        let token = try TokenForge.token(header("ES256", keyID: "any"), TokenForge.payload(), by: key)
        let alone = JWTKeyRing(try JWTKeySet([try key.verificationKey, try forge.rs.verificationKey]))
        #expect(TokenForge.fault(of: token, by: forge.verifier, keys: alone) == nil)
        let beside = JWTKeyRing(try JWTKeySet([try key.verificationKey, try forge.es.verificationKey]))
        #expect(TokenForge.fault(of: token, by: forge.verifier, keys: beside) == .unknownKey)
    }

    @Test("two keys may share an id when their algorithms differ, not otherwise")
    func sharedID() throws {
        let first = try SigningKey.generate(.es256, keyID: "k")
        let second = try SigningKey.generate(.hs256, keyID: "k")
        let third = try SigningKey.generate(.es256, keyID: "k")
        let ring = JWTKeyRing(try JWTKeySet([try first.verificationKey, try second.verificationKey]))
        for key in [first, second] {
            let token = try TokenForge.token(TokenForge.header(for: key), TokenForge.payload(), by: key)
            #expect(TokenForge.fault(of: token, by: forge.verifier, keys: ring) == nil)
        }
        #expect(throws: JWTKeySet.Fault.duplicateKeyID) {
            try JWTKeySet([try first.verificationKey, try third.verificationKey])
        }
    }

    @Test("a set holds as many keys as its limit, not one more, and not none")
    func setLimits() throws {
        let keys = try (0...CryptoLimits.keysMax).map {
            try SigningKey.generate(.hs256, keyID: "\($0)").verificationKey
        }
        #expect(throws: Never.self) { try JWTKeySet(Array(keys.dropLast())) }
        #expect(throws: JWTKeySet.Fault.tooManyKeys) { try JWTKeySet(keys) }
        #expect(throws: JWTKeySet.Fault.empty) { try JWTKeySet([]) }
    }

    @Test("readers see whole snapshots while the set is swapped", .timeLimit(.minutes(1)))
    func swapping() async throws {
        let first = try SigningKey.generate(.hs256, keyID: "odd").verificationKey
        let second = try SigningKey.generate(.hs256, keyID: "even").verificationKey
        let odd = try JWTKeySet([first])
        let even = try JWTKeySet([second])
        let ring = JWTKeyRing(odd)
        let consistent = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for round in 0..<1000 { ring.replace(with: round.isMultiple(of: 2) ? even : odd) }
                return true
            }
            group.addTask {
                (0..<1000).allSatisfy { _ in
                    let snapshot = ring.snapshot
                    let expected = snapshot.generation.isMultiple(of: 2) ? "even" : "odd"
                    return snapshot.keys.keys.first?.keyID == expected
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(consistent)
        #expect(ring.generation == 1001)
    }
}
