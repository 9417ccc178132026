import Crypto
import Identifiers
import JSON
import PlatformProtocol
import Testing

@testable import Identity

/// Numbers 28, 30 and 34: what a well-signed token of a user may say.
@Suite("User identities")
struct UserIdentityTests {
    let fixture: IdentityFixture

    init() throws {
        fixture = try IdentityFixture()
    }

    @Test("a token becomes exactly the identity it speaks of")
    func mapping() throws {
        var users = try fixture.users()
        let token = try fixture.userToken([
            "roles": .array(["manager", "client", "manager"]), "scope": "bookings:write bookings:read",
            "state": "colorado", "jti": "t-1", "extra": [:],
        ])
        let identity = try users.outcome(token).get()
        #expect(identity.kind == .user)
        #expect(identity.subject == "user-1")
        #expect(identity.organization == IdentityFixture.organization)
        #expect(identity.roles == [.manager, .client])
        #expect(identity.scopes == ["bookings:read", "bookings:write"])
        #expect(identity.state == "colorado")
        #expect(identity.tokenID == "t-1")
        #expect(identity.expiresAt == IdentityFixture.now.advanced(by: 3600 + 30))
        #expect(identity.clearance == .restricted)
        #expect(!identity.spansOrganizations)
        #expect(identity.may(try #require(PermissionTable.operation(named: "approveBooking"))))
        #expect(!identity.may(try #require(PermissionTable.operation(named: "publishRules"))))
    }

    @Test("the second time the same object is answered")
    func cached() throws {
        var users = try fixture.users()
        let token = try fixture.userToken()
        let first = try users.outcome(token).get()
        #expect(try users.outcome(token).get() === first)
        #expect(users.keptCount == 1)
    }

    static let accepted: [([String: JSONValue?], RoleSet)] = [
        (["roles": "manager"], .manager), (["roles": .array([])], []), (["roles": nil], []),
        (["roles": nil, "role": "guest"], .guest),
        (["roles": "platform_admin", "org": nil], .platformAdmin),
        (["scopes": .array(["a"])], .manager), (["scope": ""], .manager), (["state": "NY"], .manager),
        (["state": "new_mexico"], .manager),
        (["roles": .array(Array(repeating: "guest", count: 16))], .guest),
        (["scopes": .array((0..<32).map { .string("s\($0)") })], .manager),
        (["scope": .string(String(repeating: "s", count: 64))], .manager),
        (["sub": .string(String(repeating: "s", count: 255))], .manager),
    ]

    @Test("these claims are taken", arguments: accepted)
    func accepts(changes: [String: JSONValue?], roles: RoleSet) throws {
        var users = try fixture.users()
        #expect(try users.outcome(fixture.userToken(changes)).get().roles == roles)
    }

    static let refused: [[String: JSONValue?]] = [
        ["roles": "ADMIN"], ["roles": "Manager"], ["roles": "admin"], ["roles": "manager "], ["roles": ""],
        ["roles": "mаnager"], ["roles": "ｍanager"], ["roles": "manager\u{0}"], ["roles": "manager,org_admin"],
        ["roles": 1], ["roles": true], ["roles": .null], ["roles": ["role": "manager"]],
        ["roles": .array([.array(["manager"])])], ["roles": .array(["manager", "unknown"])], ["roles": .array([1])],
        ["roles": .array(["manager", .null])], ["roles": .array(Array(repeating: "guest", count: 17))],
        ["roles": "service"], ["roles": .array(["manager", "service"])], ["role": "guest"],
        ["roles": nil, "role": .array(["guest"])],
        ["org": nil], ["org": "org-1"], ["org": ""], ["org": 1], ["org": .null],
        ["org": .array([.string(IdentityFixture.organization)])],
        ["org": .string(IdentityFixture.organization + " ")], ["org": "018f0000000070008000000000000001----"],
        ["org": .string(IdentityFixture.organization.replacing("1", with: "１"))],
        ["scope": 1], ["scope": "a  b"], ["scope": " a"], ["scope": "a\"b"], ["scope": "a\\b"], ["scope": "é"],
        ["scope": "a", "scopes": .array(["a"])], ["scopes": "a"], ["scopes": .array([1])], ["scopes": .array([""])],
        ["scopes": .array((0..<33).map { .string("s\($0)") })],
        ["scope": .string(String(repeating: "s", count: 65))],
        ["state": 1], ["state": ""], ["state": "c0lorado"], ["state": "X"], ["state": "сolorado"],
        ["state": .string(String(repeating: "s", count: 33))],
    ]

    @Test("these claims refuse the whole token", arguments: refused)
    func refuses(changes: [String: JSONValue?]) throws {
        var users = try fixture.users()
        #expect(users.fault(try fixture.userToken(changes)) == .malformedClaim)
        #expect(users.keptCount == 0)
    }

    @Test("28 a role named twice, first or last, refuses the token")
    func duplicateRole() throws {
        var users = try fixture.users()
        let payload =
            #"{"iss":"https://issuer.example","aud":"rishi","sub":"u","exp":1800000060,"roles":"guest","roles":"manager"}"#
        let header = Base64.url.encode(Array(#"{"alg":"ES256","typ":"at+jwt","kid":"issuer-1"}"#.utf8).span)
        let signed = header + [46] + Base64.url.encode(Array(payload.utf8).span)
        let signature = try fixture.issuerKey.signature(of: signed.span)
        #expect(users.fault(signed + [46] + Base64.url.encode(signature.span)) == .malformedPayload)
    }

    @Test("a subject longer than its limit is refused")
    func subjectLimit() throws {
        var users = try fixture.users()
        let token = try fixture.userToken(["sub": .string(String(repeating: "s", count: 256))])
        #expect(users.fault(token) == .malformedSubject)
    }

    @Test("34 the organisation is the token's, in one spelling")
    func organization() throws {
        var users = try fixture.users()
        let upper = try fixture.userToken(["org": .string(IdentityFixture.organization.uppercased())])
        #expect(try users.outcome(upper).get().organization == IdentityFixture.organization)
        let other = try fixture.userToken(["org": "018f0000-0000-7000-8000-000000000002"])
        #expect(try users.outcome(other).get().organization == "018f0000-0000-7000-8000-000000000002")
    }

    @Test("35 a revoked token is refused from the next request on")
    func revoked() throws {
        var users = try fixture.users()
        let token = try fixture.userToken(["jti": "t-1"])
        #expect(users.fault(token) == nil)
        let until = IdentityFixture.now.advanced(by: 3630)
        #expect(fixture.revocations.revoke(tokenID: "t-1", until: until, now: IdentityFixture.now))
        #expect(users.fault(token) == .revoked)
    }

    @Test("a whole field value becomes an identity or one of two kinds of refusal")
    func fieldValue() throws {
        var users = try fixture.users()
        let good = Array("Bearer ".utf8) + (try fixture.userToken())
        #expect(try users.identity(authorization: good.span, now: IdentityFixture.now).subject == "user-1")
        var refusals: [Refusal] = []
        for value in [
            Array("Basic abc".utf8), good + [UInt8(ascii: "A")], Array("Bearer x".utf8), good + Array(" x".utf8),
        ] {
            do throws(Refusal) {
                _ = try users.identity(authorization: value.span, now: IdentityFixture.now)
            } catch {
                refusals.append(error)
            }
        }
        #expect(
            refusals == [.credential(.otherScheme), .token(.badSignature), .token(.malformed), .credential(.malformed)])
    }
}
