import Crypto
import JSON
import Testing

@testable import Identity

@Suite("Credentials a connection keeps")
struct ProvenCredentialTests {
    private let now = IdentityFixture.now

    /// Whether what was kept of `token` at `now` still speaks for `value` at `moment`, after `change`.
    private func holds(
        _ value: (([UInt8]) -> [UInt8]) = { $0 }, at moment: UnixTime = IdentityFixture.now,
        after change: (IdentityFixture) throws -> Void = { _ in }
    ) throws -> Bool {
        let fixture = try IdentityFixture()
        var users = try fixture.users()
        let token = Array("Bearer ".utf8) + (try fixture.userToken(["jti": "t-1"]))
        let mark = users.mark
        let identity = try users.identity(authorization: token.span, now: now)
        let kept = IdentityVerifier.proven(token.span, identity, asOf: mark, now: now)
        try change(fixture)
        let asked = value(token)
        return users.identity(of: asked.span, as: kept, now: moment) === identity
    }

    @Test("the same bytes speak for the same caller, until their token ends and not before they were proven")
    func sameBytes() throws {
        #expect(try holds())
        #expect(try holds(at: now.advanced(by: 3600)))
        #expect(try !holds(at: now.advanced(by: 3630)), "the leeway is over")
        #expect(try !holds(at: now.advanced(by: -1)), "the clock was set back")
    }

    @Test("any other bytes are for the verifier to judge")
    func otherBytes() throws {
        #expect(try !holds { $0 + [0x20] })
        #expect(try !holds { Array($0.dropLast()) })
        #expect(
            try !holds { token in
                var changed = token
                changed[changed.count - 1] ^= 1
                return changed
            })
    }

    @Test("a revocation, of whatever token, and a change of keys send every connection back to the verifier")
    func trustChanged() throws {
        let afterRevocation = try holds(after: { fixture in
            _ = fixture.revocations.revoke(tokenID: "t-1", until: now.advanced(by: 9000), now: now)
        })
        #expect(!afterRevocation)
        let afterRotation = try holds(after: { fixture in
            fixture.userRing.replace(with: try JWTKeySet([try fixture.issuerKey.verificationKey]))
        })
        #expect(!afterRotation)
    }

    @Test("what was revoked while it was being proven does not count as known")
    func revokedMeanwhile() throws {
        let fixture = try IdentityFixture()
        var users = try fixture.users()
        let token = Array("Bearer ".utf8) + (try fixture.userToken(["jti": "t-1"]))
        let mark = users.mark
        let identity = try users.identity(authorization: token.span, now: now)
        #expect(fixture.revocations.revoke(tokenID: "t-1", until: now.advanced(by: 9000), now: now))
        let kept = IdentityVerifier.proven(token.span, identity, asOf: mark, now: now)
        #expect(users.identity(of: token.span, as: kept, now: now) == nil)
    }

    @Test("the cache alone answers for what was verified, and for nothing else")
    func keptOnly() throws {
        let fixture = try IdentityFixture()
        var users = try fixture.users()
        let token = Array("Bearer ".utf8) + (try fixture.userToken())
        #expect(users.kept(authorization: token.span, now: now) == nil)
        let identity = try users.identity(authorization: token.span, now: now)
        #expect(users.kept(authorization: token.span, now: now) === identity)
        #expect(users.kept(authorization: Array("Basic YTpi".utf8).span, now: now) == nil)
    }
}
