import Testing

@testable import Crypto

/// Numbers 35, 37 and 40, and the cache's own rules.
@Suite("The cache of verified tokens")
struct VerifiedTokenCacheTests {
    static let now = TokenForge.now
    let forge: TokenForge

    init() throws {
        forge = try TokenForge.shared.get()
    }

    /// A verifier with a cache in front, as a gateway's event loop has it.
    struct Door: ~Copyable {
        var cache: VerifiedTokenCache<String>
        let ring: JWTKeyRing
        let revocations = RevocationList()
        let verifier: JWTVerifier
        var verifications = 0

        init(_ forge: TokenForge, capacity: Int = 8) {
            cache = VerifiedTokenCache(capacity: capacity)
            ring = JWTKeyRing(forge.ring.snapshot.keys)
            verifier = forge.verifier
        }

        mutating func subject(of token: Bytes, now: UnixTime = TokenForge.now) -> String? {
            let digest = cache.digest(of: token.span)
            let revocationGeneration = revocations.generation
            if let subject = cache.value(
                for: digest, keyGeneration: ring.generation, revocations: revocations, now: now)
            {
                return subject
            }
            verifications += 1
            do throws(JWTFault) {
                let verified = try verifier.verify(
                    token.span, keys: ring.snapshot, revocations: revocations, now: now)
                cache.insert(
                    verified.subject, for: digest, token: verified, revocationGeneration: revocationGeneration)
                return verified.subject
            } catch {
                return nil
            }
        }
    }

    @Test("a token is verified once and answered from then on")
    func hit() throws {
        var door = Door(forge)
        let token = try forge.good()
        for _ in 0..<5 { #expect(door.subject(of: token) == "user-1") }
        #expect(door.verifications == 1)
    }

    @Test("37 the same payload under another signature is another token")
    func otherSignature() throws {
        var door = Door(forge)
        let token = try forge.good()
        #expect(door.subject(of: token) == "user-1")
        var forged = token
        let last = token.count - 10
        forged[last] = forged[last] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        for _ in 0..<3 { #expect(door.subject(of: forged) == nil) }
        #expect(door.verifications == 4)
        #expect(door.cache.count == 1)
    }

    @Test("37 a token dies with its key, also when it was cached")
    func keyRemoval() throws {
        var door = Door(forge)
        let token = try forge.good()
        #expect(door.subject(of: token) == "user-1")
        door.ring.replace(with: try JWTKeySet([try forge.rs.verificationKey]))
        #expect(door.subject(of: token) == nil)
        door.ring.replace(with: forge.ring.snapshot.keys)
        #expect(door.subject(of: token) == "user-1")
        #expect(door.verifications == 3)
    }

    @Test("37 an entry ends the second the verifier would refuse, leeway included")
    func expiry() throws {
        var door = Door(forge)
        let token = try forge.good()
        let end = Self.now.seconds + 600 + 30
        #expect(door.subject(of: token) == "user-1")
        #expect(door.subject(of: token, now: UnixTime(seconds: end - 1)) == "user-1")
        #expect(door.verifications == 1)
        #expect(door.subject(of: token, now: UnixTime(seconds: end)) == nil)
        #expect(door.verifications == 2)
        #expect(door.cache.count == 0)
    }

    @Test("40 when the clock jumps back before the token's start it is refused, and good again afterwards")
    func clockJump() throws {
        var door = Door(forge)
        let token = try forge.good(["nbf": "\(Self.now.seconds)"])
        #expect(door.subject(of: token) == "user-1")
        #expect(door.subject(of: token, now: Self.now.advanced(by: -31)) == nil)
        #expect(door.subject(of: token, now: Self.now.advanced(by: -30)) == "user-1")
        #expect(door.subject(of: token) == "user-1")
        #expect(door.verifications == 2)
    }

    @Test("35 a revoked token is refused at once, cached or not, and others stay")
    func revocation() throws {
        var door = Door(forge)
        let token = try forge.good(["jti": "\"t1\""])
        let other = try forge.good(["jti": "\"t2\"", "sub": "\"user-2\""])
        let anonymous = try forge.good(["sub": "\"user-3\""])
        #expect(door.subject(of: token) == "user-1")
        #expect(door.subject(of: other) == "user-2")
        #expect(door.subject(of: anonymous) == "user-3")
        let until = Self.now.advanced(by: 630)
        #expect(door.revocations.revoke(tokenID: "t1", until: until, now: Self.now))
        #expect(door.subject(of: token) == nil)
        #expect(door.subject(of: token) == nil)
        #expect(door.subject(of: other) == "user-2")
        #expect(door.subject(of: anonymous) == "user-3")
        #expect(door.verifications == 5)
        let fault = TokenForge.fault(of: token, by: door.verifier, keys: door.ring, revocations: door.revocations)
        #expect(fault == .revoked)
    }

    @Test("35 a revocation between verifying and keeping is not missed")
    func revocationRace() throws {
        var door = Door(forge)
        let token = try forge.good(["jti": "\"t1\""])
        let before = door.revocations.generation
        let verified = try door.verifier.verify(token.span, keys: door.ring.snapshot, now: Self.now)
        #expect(door.revocations.revoke(tokenID: "t1", until: verified.validUntil, now: Self.now))
        let digest = door.cache.digest(of: token.span)
        door.cache.insert("late", for: digest, token: verified, revocationGeneration: before)
        #expect(door.subject(of: token) == nil)
    }

    @Test("a full revocation list drops what expired, and says so when nothing did")
    func revocationLimit() {
        let list = RevocationList(capacity: 2)
        let soon = Self.now.advanced(by: 10)
        let later = Self.now.advanced(by: 100)
        #expect(list.revoke(tokenID: "a", until: soon, now: Self.now))
        #expect(list.revoke(tokenID: "b", until: later, now: Self.now))
        #expect(list.revoke(tokenID: "b", until: soon, now: Self.now))
        #expect(!list.revoke(tokenID: "c", until: later, now: Self.now))
        #expect(!list.contains(tokenID: "c"))
        #expect(list.revoke(tokenID: "c", until: later, now: soon))
        #expect(!list.contains(tokenID: "a"))
        #expect(list.contains(tokenID: "b"))
        #expect(list.contains(tokenID: "c"))
    }

    @Test("refusals are never kept")
    func refusals() throws {
        var door = Door(forge)
        let forged = try TokenForge.token(TokenForge.header, TokenForge.payload(), by: forge.strange)
        for _ in 0..<20 { #expect(door.subject(of: forged) == nil) }
        #expect(door.verifications == 20)
        #expect(door.cache.count == 0)
    }

    @Test("a full cache holds its capacity and gives up what was not asked for lately")
    func eviction() throws {
        var door = Door(forge, capacity: 4)
        let tokens = try (0..<8).map { try forge.good(["sub": "\"user-\($0)\""]) }
        for token in tokens[..<4] { #expect(door.subject(of: token) != nil) }
        // The first one is in use while the others come and go.
        for token in tokens[4...] {
            #expect(door.subject(of: tokens[0]) == "user-0")
            #expect(door.subject(of: token) != nil)
            #expect(door.cache.count == 4)
        }
        #expect(door.subject(of: tokens[0]) == "user-0")
        #expect(door.verifications == 8)
    }

    @Test("vacated places are used again, and emptying empties")
    func vacancies() throws {
        var door = Door(forge, capacity: 3)
        let tokens = try (0..<6).map { try forge.good(["sub": "\"user-\($0)\""]) }
        for token in tokens[..<3] { #expect(door.subject(of: token) != nil) }
        door.ring.replace(with: forge.ring.snapshot.keys)
        for token in tokens[..<2] { #expect(door.subject(of: token) != nil) }
        for token in tokens[3...] { #expect(door.subject(of: token) != nil) }
        #expect(door.cache.count == 3)
        door.cache.removeAll()
        #expect(door.cache.count == 0)
        #expect(door.subject(of: tokens[0]) == "user-0")
    }
}
