// ResourceAPI: what every resource of every service has in common, once.
//
// Purpose: the promises of our APIs that are not about bookings or kits: whose rows a request works on, that repeating
// a request changes nothing, that nobody overwrites what they have not seen, how lists go on, and what a caller is told
// when the database is away.
//
// Model: a route decodes, asks for its `Caller`, and gives a closure to `perform`, which runs it in one transaction of
// the caller's organisation and answers with what it returns:
//
//     request ─▶ caller ─▶ idempotency key? ─▶ transaction { rules, store, outbox, key } ─▶ Answer
//
// Failure: everything is a `Problem`, or an error that knows its problem. What throws leaves no row.
//
// Not here: routes, SQL of resources, rules. Those are the services'.

public import HTTPServer
public import Identifiers
public import Identity
import JSON
public import PlatformProtocol
public import Postgres

/// Who asks, and whose rows it is about.
public struct Caller: Sendable {
    /// The organisation the request works in, and no other.
    public let organizationID: OrganizationID
    /// Who is written down as having done it.
    public let actor: ActorID
    public let identity: VerifiedIdentity
    /// Whether the caller reaches only rows of their own; which those are is for the service to say.
    public let isLimitedToOwn: Bool
    /// What the events of this request have in common.
    public let cause: EventCause

    /// Whose rows the database shows.
    public var scope: Scope { .organization(organizationID) }
}

extension AuthenticatedRequest {
    /// The caller of `operation`. Whoever belongs to an organisation works in it, and naming another one is the same as
    /// naming one that does not exist. Who spans them (a platform_admin, a service) has to name one.
    public func caller(of operation: Operation, in named: OrganizationID? = nil) throws(Problem) -> Caller {
        let own = identity.organizationID.map { OrganizationID($0) }
        if let own, let named, own != named, !identity.spansOrganizations { throw Problem(.notFound) }
        guard let organization = named ?? own else {
            throw Problem(
                .invalidParameter, detail: "You belong to no organisation: say in organizationId which one you mean.",
                violations: [
                    JSONFault(
                        pointer: "/query/organizationId", code: .missingParameter, message: "is required for your role")
                ])
        }
        guard let actor = ActorID(identity.subject) else {
            throw .invalidToken(reason: "subject_unfit")
        }
        return Caller(
            organizationID: organization, actor: actor, identity: identity,
            isLimitedToOwn: operation.limitsToOwn(identity.roles),
            cause: .command(
                exchange.makeID(), by: actor, requestID: exchange.requestID.description,
                traceparent: exchange.traceparent))
    }
}
