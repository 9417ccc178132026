import Crypto
import EventLoop
import HTTPWire
public import Identifiers
public import Identity
import PlatformProtocol

/// Says who sent a request, or throws the problem to answer.
public protocol Authenticator: Sendable {
    func identity(of exchange: ServerExchange) throws -> VerifiedIdentity
}

/// Takes the identity from the token in `Authorization` and from nowhere else: no query parameter, no cookie, no
/// header of another name.
// Safety: the verifier is used on the loop's thread only, as every exchange of its endpoint is.
public final class BearerAuthenticator: Authenticator, @unchecked Sendable {
    private var verifier: IdentityVerifier
    private let clock: any WallClock

    /// One for each loop.
    public init(_ verifier: consuming IdentityVerifier, clock: any WallClock) {
        self.verifier = verifier
        self.clock = clock
    }

    public func identity(of exchange: ServerExchange) throws -> VerifiedIdentity {
        exchange.loop.checkIsolated()
        let fields = exchange.head.fields
        guard let range = fields.firstRange(.authorization) else { throw Problem.missingToken }
        do throws(Refusal) {
            return try verifier.identity(
                authorization: fields.bytes.span.extracting(range), now: UnixTime(seconds: clock.now.secondsSinceEpoch))
        } catch {
            throw error.problem
        }
    }
}
