import Crypto
import JSON
import PlatformProtocol
import Testing

@testable import Identity

@Suite("Internal tokens")
struct InternalIdentityTests {
    static let now = IdentityFixture.now
    let fixture: IdentityFixture

    init() throws {
        fixture = try IdentityFixture()
    }

    func user(_ changes: [String: JSONValue?] = [:]) throws -> VerifiedIdentity {
        var users = try fixture.users()
        return try users.outcome(fixture.userToken(changes)).get()
    }

    @Test("what the gateway mints of a user, the service reads as the same user")
    func roundTrip() throws {
        let user = try user(["scope": "a b", "state": "colorado", "roles": .array(["client", "guest"])])
        var minter = InternalTokenMinter(owner: .gateway, key: fixture.gatewayKey)
        var staff = try fixture.staff()
        let value = try minter.fieldValue(for: user, to: .staff, now: Self.now)
        let read = try staff.identity(authorization: value.span, now: Self.now)
        #expect(read.kind == .user)
        #expect(read.subject == user.subject)
        #expect(read.organization == user.organization)
        #expect(read.roles == user.roles)
        #expect(read.scopes == user.scopes)
        #expect(read.state == user.state)
        #expect(read.fingerprint == user.fingerprint)
        #expect(read.expiresAt == Self.now.advanced(by: 65))
    }

    @Test("a service proves itself, and is nothing but a service")
    func serviceIdentity() throws {
        var minter = InternalTokenMinter(owner: .booking, key: fixture.bookingKey)
        var staff = try fixture.staff()
        let value = try minter.ownFieldValue(to: .staff, now: Self.now)
        let read = try staff.identity(authorization: value.span, now: Self.now)
        #expect(read.kind == .service(.booking))
        #expect(read.subject == "booking-management")
        #expect(read.roles == .service)
        #expect(read.organization == nil)
        #expect(read.spansOrganizations)
    }

    @Test("one identity and service share one signature until it nears its end")
    func mintedOnce() throws {
        var minter = InternalTokenMinter(owner: .gateway, key: fixture.gatewayKey)
        let first = try user()
        let second = try user(["exp": .number(.integer(Self.now.seconds + 1800))])
        let value = try minter.fieldValue(for: first, to: .staff, now: Self.now)
        #expect(try minter.fieldValue(for: second, to: .staff, now: Self.now.advanced(by: 44)) == value)
        #expect(minter.mintedCount == 1)
        #expect(try minter.fieldValue(for: first, to: .staff, now: Self.now.advanced(by: 45)) != value)
        #expect(minter.mintedCount == 2)
        _ = try minter.fieldValue(for: first, to: .kits, now: Self.now.advanced(by: 45))
        _ = try minter.fieldValue(for: try user(["sub": "user-2"]), to: .kits, now: Self.now.advanced(by: 45))
        _ = try minter.fieldValue(for: try user(["roles": "guest"]), to: .kits, now: Self.now.advanced(by: 45))
        #expect(minter.mintedCount == 5)
        // The clock was set back before the token's beginning.
        _ = try minter.fieldValue(for: first, to: .staff, now: Self.now.advanced(by: -60))
        #expect(minter.mintedCount == 6)
    }

    @Test("an internal token never outlives what it was minted from, and still serves twice")
    func shortLived() throws {
        let user = try user(["exp": .number(.integer(Self.now.seconds - 20))])
        #expect(user.expiresAt == Self.now.advanced(by: 10))
        var minter = InternalTokenMinter(owner: .gateway, key: fixture.gatewayKey)
        var staff = try fixture.staff()
        let value = try minter.fieldValue(for: user, to: .staff, now: Self.now)
        let read = try staff.identity(authorization: value.span, now: Self.now)
        #expect(read.expiresAt == Self.now.advanced(by: 10 + IdentityLimits.internalLeeway))
        _ = try minter.fieldValue(for: user, to: .staff, now: Self.now.advanced(by: 4))
        #expect(minter.mintedCount == 1)
    }

    @Test("the minter keeps no more than its capacity")
    func bounded() throws {
        var minter = InternalTokenMinter(owner: .gateway, key: fixture.gatewayKey, capacity: 2)
        let users = try (0..<3).map { try user(["sub": .string("user-\($0)")]) }
        for user in users { _ = try minter.fieldValue(for: user, to: .staff, now: Self.now) }
        #expect(minter.mintedCount == 3)
        _ = try minter.fieldValue(for: users[2], to: .staff, now: Self.now)
        #expect(minter.mintedCount == 3)
        _ = try minter.fieldValue(for: users[0], to: .staff, now: Self.now)
        #expect(minter.mintedCount == 4)
    }

    @Test("neither kind of token passes as the other")
    func exclusion() throws {
        var users = try fixture.users()
        var staff = try fixture.staff()
        #expect(staff.fault(try fixture.userToken()) == .refusedType)
        #expect(users.fault(try fixture.internalToken(by: fixture.gatewayKey)) == .refusedType)
        // Even with the other's typ the key and the issuer are missing.
        let dressed = try fixture.internalToken(by: fixture.issuerKey)
        #expect(staff.fault(dressed) == .unknownKey)
        let disguised = try fixture.internalToken(by: fixture.gatewayKey, type: "at+jwt")
        #expect(users.fault(disguised) == .unknownKey)
        let ring = fixture.internalRing
        let revocations = fixture.revocations
        for policy in [
            try JWTPolicy(issuers: ["https://issuer.example", "rishi:gateway"], audiences: ["rishi"]),
            try JWTPolicy(issuers: ["i"], audiences: ["rishi"], types: ["jwt", "Rishi-Internal+JWT"]),
        ] {
            #expect(throws: IdentityVerifier.Fault.internalAcceptedForUsers) {
                _ = try IdentityVerifier.users(policy: policy, keys: ring, revocations: revocations)
            }
        }
    }

    @Test("a service's key speaks for that service only: not for users, not for others, not for the gateway")
    func ownName() throws {
        var staff = try fixture.staff()
        let key = fixture.bookingKey
        let service: [String: JSONValue?] = [
            "kind": "service", "sub": "booking-management", "roles": .array(["service"]), "org": nil,
        ]
        let own = "rishi:booking-management"
        #expect(staff.fault(try fixture.internalToken(by: key, issuer: own, service)) == nil)
        #expect(staff.fault(try fixture.internalToken(by: key, issuer: own)) == .malformedClaim)
        #expect(staff.fault(try fixture.internalToken(by: key)) == .wrongIssuer)
        let changes: [[String: JSONValue?]] = [
            ["sub": "kit-management"], ["roles": .array(["service", "platform_admin"])], ["roles": .array([])],
            ["roles": "service"], ["roles": nil], ["kind": "user"], ["kind": nil], ["kind": "Service"],
        ]
        for change in changes {
            let token = try fixture.internalToken(by: key, issuer: own, service.merging(change) { $1 })
            #expect(staff.fault(token) == .malformedClaim)
        }
        let other = try fixture.internalToken(by: key, issuer: "rishi:kit-management", service)
        #expect(staff.fault(other) == .wrongIssuer)
        let gateway = try fixture.internalToken(by: fixture.gatewayKey, ["roles": .array(["service"])])
        #expect(staff.fault(gateway) == .malformedClaim)
    }

    @Test("another service's token, an old one, a long-lived one and an unknown issuer are refused")
    func claims() throws {
        var staff = try fixture.staff()
        let key = fixture.gatewayKey
        let seconds = Self.now.seconds
        let rows: [([String: JSONValue?], JWTFault)] = [
            (["aud": "kit-management"], .wrongAudience), (["aud": nil], .wrongAudience),
            (["iss": "rishi:"], .wrongIssuer), (["iss": "rishi:nobody"], .wrongIssuer),
            (["exp": .number(.integer(seconds + 61))], .lifetimeTooLong), (["exp": nil], .missingDate),
            (["iat": nil], .missingDate), (["iat": .number(.integer(seconds + 6))], .issuedInFuture),
        ]
        for (changes, fault) in rows {
            #expect(staff.fault(try fixture.internalToken(by: key, changes)) == fault)
        }
        let token = try fixture.internalToken(by: key)
        #expect(staff.fault(token, now: Self.now.advanced(by: 64)) == nil)
        #expect(staff.fault(token, now: Self.now.advanced(by: 65)) == .expired)
    }

    @Test("a rotation accepts the old and the new key, and then the new one only")
    func rotation() throws {
        var staff = try fixture.staff()
        let new = try IdentityFixture.key(of: .gateway, name: "2")
        let old = fixture.gatewayKey
        let third = try IdentityFixture.key(of: .gateway, name: "3")
        fixture.internalRing.replace(
            with: try InternalKeys.accepted([try old.verificationKey, try new.verificationKey]))
        #expect(staff.fault(try fixture.internalToken(by: old)) == nil)
        #expect(staff.fault(try fixture.internalToken(by: new)) == nil)
        fixture.internalRing.replace(with: try InternalKeys.accepted([try new.verificationKey]))
        #expect(staff.fault(try fixture.internalToken(by: old)) == .unknownKey)
        #expect(staff.fault(try fixture.internalToken(by: new)) == nil)
        #expect(throws: InternalKeys.Fault.tooManyKeys) {
            try InternalKeys.accepted([old, new, third].map { try $0.verificationKey })
        }
        #expect(throws: InternalKeys.Fault.noKey) { try InternalKeys.accepted([]) }
        #expect(throws: InternalKeys.Fault.key(.malformedKeyID)) {
            try InternalKeys.accepted([try SigningKey.generate(.edDSA, keyID: "gateway").verificationKey])
        }
    }

    @Test("keys are read from PEM and from base64url, and nothing else")
    func configuration() throws {
        let key = try SigningKey.generate(.edDSA)
        let privatePEM = try #require(key.pem)
        let publicPEM = try #require(try key.verificationKey.pem)
        let read = try InternalKeys.signingKey(privatePEM.span, owner: .kits, name: "a")
        #expect(read.keyID == "kit-management:a")
        let verifier = try InternalKeys.verificationKey(publicPEM.span, owner: .kits, name: "a")
        let message: [UInt8] = [1, 2, 3]
        let signature = try read.signature(of: message.span)
        let isValid = verifier.isValid(signature: signature.span, of: message.span)
        #expect(isValid)
        let other = try #require(try SigningKey.generate(.es256).pem)
        let broken: [[UInt8]] = [[], Array("short".utf8), Array("!!!".utf8), other, privatePEM + privatePEM]
        for text in broken {
            do throws(InternalKeys.Fault) {
                _ = try InternalKeys.signingKey(text.span, owner: .kits, name: "a")
                Issue.record("accepted \(text.count) bytes")
            } catch {
                #expect(["malformed", "wrong_algorithm"].contains("\(error.label)"))
            }
        }
    }
}
